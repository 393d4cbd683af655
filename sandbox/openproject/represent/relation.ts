import type { Database } from '../data/database';
import { REVERSE_TYPE, type Relation } from '../data/relation';
import type { Json } from './primitives';

export function representRelation(relation: Relation, { workPackages }: Database): Json {
	const self = `/api/v3/relations/${relation.id}`;
	const end = (id: number): Json => ({ href: `/api/v3/work_packages/${id}`, title: workPackages.get(id)?.subject ?? '' });
	return {
		_type: 'Relation',
		id: relation.id,
		name: relation.type,
		type: relation.type,
		reverseType: REVERSE_TYPE[relation.type],
		lag: relation.lag,
		description: relation.description,
		_links: {
			self: { href: self },
			updateImmediately: { href: self, method: 'patch' },
			delete: { href: self, method: 'delete', title: 'Remove relation' },
			from: end(relation.fromId),
			to: end(relation.toId),
		},
	};
}

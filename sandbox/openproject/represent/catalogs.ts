import type { CustomField, Priority, Status, WorkPackageType } from '../data/model';
import { formatTime, type Json } from './primitives';

export function representStatus(status: Status): Json {
	return {
		_type: 'Status',
		id: status.id,
		name: status.name,
		isClosed: status.isClosed,
		color: status.color,
		isDefault: status.isDefault,
		isReadonly: status.isReadonly,
		excludedFromTotals: status.excludedFromTotals,
		defaultDoneRatio: status.isClosed ? 100 : 0,
		position: status.position,
		_links: { self: { href: `/api/v3/statuses/${status.id}`, title: status.name } },
	};
}

export function representPriority(priority: Priority): Json {
	return {
		_type: 'Priority',
		id: priority.id,
		name: priority.name,
		position: priority.position,
		isDefault: priority.isDefault,
		isActive: priority.isActive,
		_links: { self: { href: `/api/v3/priorities/${priority.id}`, title: priority.name } },
	};
}

export function representType(type: WorkPackageType): Json {
	return {
		_type: 'Type',
		id: type.id,
		name: type.name,
		color: type.color,
		position: type.position,
		isDefault: type.isDefault,
		isMilestone: type.isMilestone,
		createdAt: formatTime(type.createdAt),
		updatedAt: formatTime(type.createdAt),
		_links: { self: { href: `/api/v3/types/${type.id}`, title: type.name } },
	};
}

export function representCustomOption({ id, value }: CustomField['options'][number]): Json {
	return { _type: 'CustomOption', id, value, _links: { self: { href: `/api/v3/custom_options/${id}`, title: value } } };
}

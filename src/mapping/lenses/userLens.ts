import type { LensField } from '../compileLens';
import type { Lens } from '../types';
import { idNormal } from './idNormal';
import { failed, found, pairedLens, placeOf, quoteValue } from './pairedLens';

/**
 * A person, through the pair's user map. Canonical is the remote user id; null is nobody. Someone without an entry in the
 * map is unresolved (`user:local:<id>`, `user:remote:<id>`), never null.
 */
export function userLens(field: LensField): Lens {
	return pairedLens(field, 'user', {
		normal: idNormal,
		read(normal, side, context) {
			if (normal === null) return found(null);
			if (typeof normal !== 'string') return failed(`The ${placeOf(field, side)} holds ${quoteValue(normal)}, which is not the id of a person (field '${field.name}'). Map it with another lens.`);
			if (side === 'remote') return context.localUserOf(normal) === undefined ? { status: 'unresolved', ref: `user:remote:${normal}`, value: normal } : found(normal);
			const remote = context.remoteUserOf(normal);
			return remote === undefined ? { status: 'unresolved', ref: `user:local:${normal}`, value: normal } : found(remote);
		},
		write(canonical, side, context) {
			const remote = idNormal(canonical);
			if (remote === null) return found(null);
			if (typeof remote !== 'string') return failed(`${quoteValue(canonical)} is not the id of a person, so field '${field.name}' cannot hold it.`);
			if (side === 'remote') return found(remote);
			const local = context.localUserOf(remote);
			return local === undefined ? { status: 'unresolved', ref: `user:remote:${remote}`, value: remote } : found(local);
		},
	});
}

import { isEqualJson } from '../../record';
import type { Json } from '../../record';

/** Where a value stands in an order, from 0; null where it is not in it. */
export function positionIn(order: readonly Json[], value: Json | undefined): number | null {
	if (value === undefined) return null;
	const position = order.findIndex((entry) => isEqualJson(entry, value));
	return position === -1 ? null : position;
}

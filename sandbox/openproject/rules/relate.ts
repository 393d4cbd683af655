import type { Principal, WorkPackage } from '../data/model';
import { REVERSE_TYPE, type Relation, type RelationType } from '../data/relation';
import { mergeErrors, violation, type ApiError } from '../http/apiError';
import type { Instance } from '../instance';
import { reschedule } from './reschedule';

/** A relation as it was sent: read from `from`, under either of its names. */
export interface NewRelation {
	readonly from: WorkPackage;
	readonly to: WorkPackage | undefined;
	readonly type: string;
	readonly lag: number | null;
	readonly description: string | null;
}

/** Relates two work packages; where one follows the other, it moves. Throws ApiError. Seen on 15.4.0, 29 November 2026. */
export function relate(instance: Instance, sent: NewRelation, user: Principal): Relation {
	const { database } = instance;
	const type = storedType(sent.type);
	const errors = errorsOf(instance, sent, type);
	if (errors.length > 0) throw mergeErrors(errors);
	const isReversed = type !== sent.type;
	const [fromId, toId] = isReversed ? [sent.to!.id, sent.from.id] : [sent.from.id, sent.to!.id];
	const relation: Relation = { id: database.nextId('relation'), type: type!, fromId, toId, lag: sent.lag, description: sent.description };
	const isFirst = ![...database.relations.values()].some((other) => other.type === 'follows' && other.fromId === fromId);
	database.relations.set(relation.id, relation);
	if (relation.type === 'follows') scheduleSuccessor(instance, relation, { isFirst, user });
	return relation;
}

function storedType(name: string): RelationType | undefined {
	const types = Object.entries(REVERSE_TYPE) as readonly (readonly [RelationType, string])[];
	return types.find(([type, reverse]) => type === name || reverse === name)?.[0];
}

function errorsOf({ database }: Instance, { from, to, type: typeName }: NewRelation, type: RelationType | undefined): readonly ApiError[] {
	const circle = violation('base', 'This relation would create a circular dependency.');
	const between = [...database.relations.values()].filter(({ fromId, toId }) => [fromId, toId].includes(from.id) && [fromId, toId].includes(to?.id ?? 0));
	const isTaken = between.some((other) => other.type === type && (other.type === typeName ? other.fromId === from.id : other.toId === from.id));
	const isCircle = to === undefined || to.id === from.id || (between.length > 0 && (type === undefined || type === 'follows'));
	return [
		...(to === undefined ? [violation('to', 'Related work package work package in `to` position not found or not visible')] : []),
		...(isTaken ? [violation('to', 'Related work package has already been taken.')] : []),
		...(isCircle ? [circle] : []),
		...(type === undefined ? [violation('type', 'Relation type is not set to one of the allowed values.')] : []),
	];
}

/** From 16 on the first predecessor makes a work package without children automatic. */
function scheduleSuccessor(instance: Instance, { fromId, toId }: Relation, { isFirst, user }: { readonly isFirst: boolean; readonly user: Principal }): void {
	const { workPackages } = instance.database;
	const successor = workPackages.get(fromId)!;
	const switches = instance.rules.firstPredecessorMakesAutomatic && isFirst && !workPackages.hasChildren(fromId);
	if (switches && successor.scheduleManually) workPackages.save({ ...successor, scheduleManually: false });
	reschedule(instance, [toId], { userId: user.id, movedId: toId });
}

import { settleLink } from '../plan';
import type { LinkPlan } from '../plan';
import { emptyPlan } from '../plan/planParts';
import { checksum, isEqualJson, partOf } from '../record';
import type { JsonObject } from '../record';
import { recordSettled } from '../postgres/stores/conflictStore';
import { readLinks, updateLinks } from '../postgres/stores/linkStore';
import { endOperations, readUnsettled } from '../postgres/stores/operationStore';
import type { OperationStatus, UnsettledOperation } from '../postgres/stores/operationStore';
import { addPending } from '../postgres/stores/tables';
import { fenced, rulesOf } from './context';
import type { RunContext } from './context';
import { readInputs } from './readInputs';
import type { RemoteRecord } from './remotePort';
import { holds } from './writeRemote';

/**
 * Settles what a run that is no more left `sending` or `creating`, before anything else is done. A write whose values
 * are found in the record took effect and moves base; of a create it is first waited until nothing sent before can
 * still arrive, then it is looked for, and only if it is certainly absent may it be planned again.
 */
export async function recover(context: RunContext): Promise<void> {
	const open = await fenced(context, (tx) => readUnsettled(tx, context.tables, context.pair.id));
	if (open.length === 0) return;
	context.progress.begin('recover', open.length);
	const longest = Math.max(...open.map((operation) => Number(operation.wait_ms)));
	if (longest > 0) await waitFor(context, longest);
	let adopted = 0;
	for (const operation of open) {
		if (context.stop.reason() !== null) return;
		const isSettled = operation.status === 'creating' ? await recoverCreate(context, operation) : await recoverWrite(context, operation);
		if (isSettled) adopted += 1;
		context.progress.add(1);
	}
	context.remarks.push(`${open.length} writes of an interrupted run were looked into: ${adopted} had taken effect, ${open.length - adopted} had not.`);
}

async function waitFor(context: RunContext, ms: number): Promise<void> {
	const until = context.clock.monotonic() + ms;
	while (context.clock.monotonic() < until && context.stop.reason() === null) await context.clock.sleep(Math.min(1000, Math.max(1, until - context.clock.monotonic())));
}

async function recoverWrite(context: RunContext, operation: UnsettledOperation): Promise<boolean> {
	const [row] = await fenced(context, (tx) => readLinks(tx, context.tables, [operation.link]));
	if (row === undefined || row.remote_id === null) return await close(context, operation, 'superseded', 'The link has no work package.');
	const answer = await context.remote.read(row.remote_id);
	if (answer.status === 'missing') {
		if (operation.kind !== 'delete') return await close(context, operation, 'failed', 'The work package is gone or not visible.');
		await tombstone(context, operation);
		return true;
	}
	if (operation.kind === 'delete' || !holdsSome(context, answer.record.record, operation.values_sent)) return await close(context, operation, 'superseded', 'It had not taken effect.', answer.record.record);
	await moveBase(context, operation, answer.record, null);
	return true;
}

function holdsSome(context: RunContext, record: JsonObject, values: JsonObject): boolean {
	return Object.keys(values).length > 0 && context.mapping.fields.some((field) => field.remote.some((name) => Object.hasOwn(values, name)) && holds(context, record, partOf(values, field.remote)));
}

async function recoverCreate(context: RunContext, operation: UnsettledOperation): Promise<boolean> {
	const found = await findCreated(context, operation);
	if (found !== null && 'doubtful' in found) {
		context.doubtfulCreates.push(...found.doubtful);
		await fail(context, operation, `Work package ${found.doubtful.join(', ')} may be the one an interrupted run was making, but it does not hold everything that was sent. Nothing is made again until a person decides: delete that work package, or enter its id in the row.`);
		return false;
	}
	if (found === null) return await close(context, operation, 'superseded', 'It had not taken effect.');
	await moveBase(context, operation, found, found.id);
	return true;
}

async function findCreated(context: RunContext, operation: UnsettledOperation): Promise<RemoteRecord | { readonly doubtful: readonly string[] } | null> {
	if (context.info.hasProvenanceField && operation.provenance !== null) {
		// No clock is asked: whatever carries the key, is ours and was never in a link has been made since.
		const candidates = (await context.remote.findByProvenance(operation.provenance)).filter((one) => operation.remote_user === null || one.authorId === operation.remote_user);
		return (await firstUnlinked(context, candidates)) ?? null;
	}
	const sinceMs = Number(operation.sent_at_ms) - context.settings.createMarginMs - 5 * 60_000;
	const subject = operation.values_sent['subject'];
	const candidates = await context.remote.findCreated({ authorId: operation.remote_user ?? context.info.userId, sinceMs, subject: typeof subject === 'string' ? subject : '' });
	const unlinked: RemoteRecord[] = [];
	for (const one of candidates) if ((await firstUnlinked(context, [one])) !== null) unlinked.push(one);
	const equal = unlinked.filter((one) => holds(context, one.record, operation.values_sent));
	if (equal.length > 0) return equal.sort((a, b) => Number(a.id) - Number(b.id))[0] as RemoteRecord;
	return unlinked.length > 0 ? { doubtful: unlinked.map((one) => one.id) } : null;
}

/** The candidate with the lowest id that no link holds or ever held. */
async function firstUnlinked(context: RunContext, candidates: readonly RemoteRecord[]): Promise<RemoteRecord | null> {
	const sorted = [...candidates].sort((a, b) => Number(a.id) - Number(b.id));
	if (sorted.length === 0) return null;
	const linked = await fenced(context, (tx) =>
		tx.query<{ remote_id: string }>({
			// A one-sided link only says that the record was seen; it stands in the way of nothing.
			text: `select remote_id from ${context.tables.link} where pair = $1 and remote_id = any($2::bigint[]) and (state = 'tombstone' or local_key is not null)`,
			values: [context.pair.id, sorted.map((one) => one.id)],
		}),
	);
	const taken = new Set(linked.map((row) => row.remote_id));
	return sorted.find((one) => !taken.has(one.id)) ?? null;
}

/** Base moves for every field that holds what was sent; the rest of the record is a new observation. */
async function moveBase(context: RunContext, operation: UnsettledOperation, record: RemoteRecord, createdId: string | null): Promise<void> {
	await fenced(context, async (tx) => {
		if (createdId !== null) await dropOneSided(context, tx, createdId);
		const [link] = await readInputs(tx, context, await readLinks(tx, context.tables, [operation.link]));
		if (link === undefined) return;
		const agreements = context.mapping.fields.flatMap((field) => {
			const local = partOf(operation.agreed_local, field.local);
			const remote = partOf(operation.agreed_remote, field.remote);
			if (Object.keys(remote).length === 0) return [];
			const present = field.lens.normalise('remote', partOf(record.record, field.remote));
			return isEqualJson(present, remote) || createdId !== null ? [{ field: field.name, needs: ['remote' as const], local, remote }] : [];
		});
		const plan: LinkPlan = { ...emptyPlan(link.input), agreements };
		const input = { ...link.input, remote: record.record };
		const settled = settleLink(input, plan, { local: { status: 'none' }, remote: { status: 'done', record: record.record }, refused: [] }, rulesOf(context));
		const base = { local: link.input.link.baseLocal, remote: link.input.link.baseRemote };
		await endOperations(tx, context.tables, [{
			id: operation.id, status: 'done', code: null, message: 'found to have taken effect', after: record.record,
			agreedLocal: settled.movedLocal, agreedRemote: settled.movedRemote, baseBefore: checksum(base), baseAfter: checksum({ local: settled.baseLocal, remote: settled.baseRemote }),
		}]);
		await recordLost(tx, context, operation, record.record);
		await updateLinks(tx, context.tables, [{
			id: link.row.id, ...(createdId === null ? {} : { remoteId: createdId, provenance: record.provenance, goneSide: link.row.gone_side === 'both' || link.row.gone_side === 'local' ? 'local' : null }),
			baseLocal: settled.baseLocal, baseRemote: settled.baseRemote, remoteSeen: record.record, localSum: null, remoteSum: checksum(record.record),
			remoteLock: record.lockVersion, remoteUpdatedAt: record.updatedAt, remoteFacts: record.facts, remoteCreatedAt: record.createdAt, effect: link.row.effect, pending: ['recovered'], attempts: 0, nextAttemptAt: null, lastFailure: null,
			fieldFailures: link.row.field_failures ?? {}, unresolved: [], bounces: link.row.bounces ?? {}, parentLink: undefined, title: null, lastOperation: operation.id,
		}]);
	});
}

/**
 * What a write without an answer decided over. Of a policy's decisions the loser is kept unless the record still holds what it held
 * before: then nothing was written over. A person's decision is carried out only where the record holds it.
 */
async function recordLost(tx: Parameters<typeof readLinks>[0], context: RunContext, operation: UnsettledOperation, record: JsonObject): Promise<void> {
	const decided = (operation.decides ?? []).filter((conflict) => {
		if (conflict.field === '*') return false;
		const fields = context.mapping.fields.filter((field) => conflict.fields.includes(field.name));
		const values = (image: JsonObject | null): JsonObject => Object.assign({}, ...fields.map((field) => partOf(image ?? {}, field.remote)));
		return conflict.resolves === null ? !holds(context, record, values(operation.before_image)) : holds(context, record, values(operation.values_sent));
	});
	await recordSettled(tx, context.tables, { pair: context.pair.id, run: context.run.id }, decided.map((conflict) => ({ link: operation.link, conflict })));
}

/** The record was seen and linked one-sided before it was known to be ours: that link gives it up. */
async function dropOneSided(context: RunContext, tx: Parameters<typeof readLinks>[0], id: string): Promise<void> {
	await tx.execute({
		text: `update ${context.tables.link} set state = 'tombstone', remote_id = null, gone_side = 'both', pending = null, remote_sum_after_effect = null where pair = $1 and remote_id = $2 and local_key is null and state <> 'tombstone'`,
		values: [context.pair.id, id],
	});
}

async function close(context: RunContext, operation: UnsettledOperation, status: OperationStatus, message: string, record: JsonObject | null = null): Promise<boolean> {
	await fenced(context, async (tx) => {
		if (record !== null) await recordLost(tx, context, operation, record);
		await endOperations(tx, context.tables, [{ id: operation.id, status, code: null, message, after: null, agreedLocal: null, agreedRemote: null, baseBefore: null, baseAfter: null }]);
		await tx.execute({
			text: `update ${context.tables.link} l set pending = ${addPending('l', 'recovered')}, pending_since = coalesce(l.pending_since, clock_timestamp()), next_attempt_at = null, last_failure = null where l.id = $1 and l.state <> 'tombstone'`,
			values: [operation.link],
		});
	});
	return false;
}

async function fail(context: RunContext, operation: UnsettledOperation, message: string): Promise<void> {
	await fenced(context, (tx) =>
		tx.execute({ text: `update ${context.tables.link} set last_failure = $2 where id = $1`, values: [operation.link, JSON.stringify({ code: 'CREATE_DOUBTFUL', side: 'remote', fields: [], message })] }),
	);
}

async function tombstone(context: RunContext, operation: UnsettledOperation): Promise<void> {
	await fenced(context, async (tx) => {
		await recordSettled(tx, context.tables, { pair: context.pair.id, run: context.run.id }, (operation.decides ?? []).map((conflict) => ({ link: operation.link, conflict })));
		await endOperations(tx, context.tables, [{ id: operation.id, status: 'done', code: null, message: 'found to have taken effect', after: null, agreedLocal: null, agreedRemote: null, baseBefore: null, baseAfter: null }]);
		await tx.execute({ 
			// A link on hold stays there: an undo has taken its work package back, and its row may well live.
			text: `update ${context.tables.link} set state = case when state = 'held' then state else 'tombstone' end, pending = null, remote_sum_after_effect = null, gone_sightings = 2,
				gone_side = case when state = 'held' and gone_side is null then 'remote' else 'both' end where id = $1`,
			values: [operation.link],
		});
	});
}

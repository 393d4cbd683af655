import type { LensContext } from '../mapping';
import type { LinkView, PlanInput, RunHistory } from '../plan';
import { valueAt } from '../record';
import type { JsonObject } from '../record';
import type { Transaction } from '../postgres';
import { readConflicts } from '../postgres/stores/conflictStore';
import { readHistory } from '../postgres/stores/historyStore';
import { readLocalRows, spellKeys } from '../postgres/stores/linkStore';
import type { LinkRow, LocalRow } from '../postgres/stores/linkStore';
import type { RunContext } from './context';
import { keepHiddenParents } from './hiddenParents';

/** A link with everything it takes to plan it, as it stands now. */
export interface PlannableLink {
	readonly row: LinkRow;
	readonly live: LocalRow | null;
	readonly input: PlanInput;
	/** In an undo: what the run that is taken back did to it. */
	readonly history: RunHistory | null;
}

/** Reads live rows, conflicts and references of the links. Rows outside the filter are left out of planning. */
export async function readInputs(tx: Transaction, context: RunContext, rows: readonly LinkRow[]): Promise<readonly PlannableLink[]> {
	const keys = rows.flatMap((row) => (row.local_key === null ? [] : [row.local_key]));
	const live = await readLocalRows(tx, context.table, keys);
	const conflicts = await readConflicts(tx, context.tables, rows.map((row) => row.id));
	const remotes = await keepHiddenParents(tx, context, rows, rows.map(remoteOf));
	const histories = context.undoes === null ? null : await readHistory(tx, context.tables, context.undoes, rows.map((row) => row.id));
	const lenses = await readReferences(tx, context, [...live.values()].map((row) => row.record), remotes);
	return rows.map((row, index) => {
		const found = row.local_key === null ? undefined : live.get(row.local_key);
		// A row that left the filter since it was observed is not planned in this run.
		const local = found?.inside === true ? found : undefined;
		const older = context.heals ? olderOf(row) : undefined;
		const isInDoubt = older !== undefined;
		const link: LinkView = {
			id: row.id,
			generation: row.generation,
			state: row.state,
			localKey: row.local_key,
			remoteId: row.remote_id,
			baseLocal: isInDoubt ? {} : row.base_local,
			baseRemote: isInDoubt ? {} : row.base_remote,
			goneSide: goneSideOf(row, found),
			pending: row.pending ?? [],
			bounces: row.bounces ?? {},
			fieldFailures: row.field_failures ?? {},
			conflicts: conflicts.get(row.id) ?? [],
			localEditedAtMs: row.local_edited_ms === null ? null : Number(row.local_edited_ms),
			remoteEditedAtMs: row.remote_edited_ms === null ? null : Number(row.remote_edited_ms) - context.clockDifferenceMs,
			computed: row.remote_facts?.computed ?? [],
			followed: row.followed ?? [],
			effect: row.effect,
			...(older === undefined ? {} : { older }),
		};
		return { row, live: local ?? null, history: histories?.get(row.id) ?? null, input: { link, local: local?.record ?? null, remote: remotes[index] ?? null, context: lenses } };
	});
}

/** Which record is a former state of itself, where a side went back to an older state; 'unknown': edited since, or both are. */
function olderOf({ went_back: shown }: LinkRow): LinkView['older'] {
	const sides = (['local', 'remote'] as const).filter((side) => shown?.[side] !== undefined);
	const [side] = sides;
	if (side === undefined) return undefined;
	return sides.length > 1 || shown?.[side]?.isEdited !== false ? 'unknown' : side;
}

/** The last observation of the remote record; null while it is missing but not yet known to be gone. */
function remoteOf(row: LinkRow): JsonObject | null {
	const isMissing = row.gone_side === 'remote' || row.gone_side === 'both';
	if (row.remote_id === null || isMissing) return null;
	return row.remote_seen ?? (Object.keys(row.base_remote).length === 0 ? null : row.base_remote);
}

/** A row counts as gone only when the observation said so and it is still not there; absence in this read alone proves nothing. */
function goneSideOf(row: LinkRow, live: LocalRow | undefined): LinkView['goneSide'] {
	const isRemoteGone = (row.gone_side === 'remote' || row.gone_side === 'both') && row.gone_sightings >= 2;
	const isLocalGone = (row.gone_side === 'local' || row.gone_side === 'both') && live === undefined;
	if (isRemoteGone) return isLocalGone ? 'both' : 'remote';
	return isLocalGone ? 'local' : null;
}

/** What is looked up about the pair so that its lenses can follow references and people. */
export interface LensScope {
	readonly configuration: Pick<RunContext['configuration'], 'fields'>;
	readonly tables: RunContext['tables'];
	readonly table: RunContext['table'];
	readonly pair: { readonly id: string };
	readonly users: RunContext['users'];
}

/** The look-ups of the lenses for these records. */
export async function readReferences(tx: Transaction, context: LensScope, locals: readonly JsonObject[], remotes: ReadonlyArray<JsonObject | null>): Promise<LensContext> {
	const keys = new Set<string>();
	const ids = new Set<string>();
	for (const field of context.configuration.fields) {
		if (field.lens.kind !== 'reference') continue;
		const column = field.local[0] as string;
		const property = field.remote[0] as string;
		for (const record of locals) {
			const value = valueAt(record, column);
			if (value !== undefined && value !== null) keys.add(JSON.stringify([String(value)]));
		}
		for (const record of remotes) {
			const value = valueAt(record, property);
			if (typeof value === 'string' && /^\d{1,18}$/.test(value)) ids.add(value);
		}
	}
	const rows = [...(await readPartners(tx, context, [...keys], [...ids]))];
	const byKey = new Map(rows.flatMap((row) => (row.local_key === null ? [] : [[row.local_key, row.id] as const])));
	// A column that points to a row may spell its key in its own way.
	const spelled = await spellKeys(tx, context.table, [...keys].filter((key) => !byKey.has(key)));
	for (const row of await readPartners(tx, context, [...spelled.values()], [])) {
		rows.push(row);
		for (const [asked, key] of spelled) if (key === row.local_key) byKey.set(asked, row.id);
	}
	const byId = new Map(rows.flatMap((row) => (row.remote_id === null ? [] : [[row.remote_id, row.id] as const])));
	const byLink = new Map(rows.map((row) => [row.id, row]));
	return {
		linkOfLocal: (key) => byKey.get(JSON.stringify((JSON.parse(key) as unknown[]).map(String))),
		linkOfRemote: (id) => byId.get(id),
		localOfLink: (link) => byLink.get(link)?.local_key ?? undefined,
		remoteOfLink: (link) => byLink.get(link)?.remote_id ?? undefined,
		remoteUserOf: (local) => context.users.toRemote.get(local),
		localUserOf: (remote) => context.users.toLocal.get(remote),
	};
}

function readPartners(tx: Transaction, context: Pick<LensScope, 'tables' | 'pair'>, keys: readonly string[], ids: readonly string[]): Promise<ReadonlyArray<{ id: string; local_key: string | null; remote_id: string | null }>> {
	if (keys.length === 0 && ids.length === 0) return Promise.resolve([]);
	const { link } = context.tables;
	return tx.query({
		text: `select id, case when gone_side in ('local', 'both') then null else local_key end as local_key, case when gone_side in ('remote', 'both') then null else remote_id end as remote_id from (
				select * from ${link} where pair = $1 and local_key = any($2::text[]) and state <> 'tombstone'
				union all select * from ${link} where pair = $1 and remote_id = any($3::bigint[]) and state <> 'tombstone') partners`,
		values: [context.pair.id, keys, ids],
	});
}

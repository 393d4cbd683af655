import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from 'pg';
import type { BenchContext } from '../context';
import type { BenchOptions } from '../args';
import { information, type Figure } from '../figures';
import { median, spreadInSeconds } from '../statistics';
import { Psql, upsertScript } from './psql';
import { timeTableWrite } from './tableWriteRun';
import type { TaskRow } from './taskRows';
import { changedCount } from './taskRows';
import { openUpsertWorld } from './upsertWorld';
import { countWrites, fingerprint, restore, type StartingState } from './upsertTable';

/** Largest share of psql's time that an upsert may take. */
const GOAL = 1.25;

interface Case {
	readonly name: 'insert_all' | 'noop_all' | 'update_10_percent';
	readonly words: string;
	readonly from: StartingState;
	readonly rows: readonly TaskRow[];
	readonly copyFile: string;
	readonly expected: { readonly inserted: number; readonly updated: number; readonly unchanged: number };
	/** Table that holds what the target must hold afterwards. */
	readonly outcome: string;
}

/** Times of the rounds in milliseconds. */
interface Times {
	readonly ours: number[];
	readonly peer: number[];
	/** Rows that our rounds wrote, where that is counted. */
	written: number;
}

/** Measures table writes against `psql \copy` into a staging table and the SQL a person would write by hand. */
export async function measureUpsert(bench: BenchContext, { rows: count, rounds }: BenchOptions): Promise<readonly Figure[]> {
	const world = await openUpsertWorld(bench, count);
	const changed = changedCount(count);
	const cases: readonly Case[] = [
		{ name: 'insert_all', words: 'insert all', from: 'empty', rows: world.rows, copyFile: world.files.loaded, expected: { inserted: count, updated: 0, unchanged: 0 }, outcome: 'tasks_as_loaded' },
		{ name: 'noop_all', words: 'no row differs', from: 'full', rows: world.rows, copyFile: world.files.loaded, expected: { inserted: 0, updated: 0, unchanged: count }, outcome: 'tasks_as_loaded' },
		{ name: 'update_10_percent', words: '10 % differ', from: 'full', rows: world.changedRows, copyFile: world.files.changed, expected: { inserted: 0, updated: changed, unchanged: count - changed }, outcome: 'tasks_as_changed' },
	];
	const psql = new Psql(world.url);
	const figures: Figure[] = [];
	for (const one of cases) {
		const times = await measureCase({ bench, psql, client: world.client, url: world.url, rounds, folder: world.folder }, one);
		bench.say(`${one.words}: ours ${spreadInSeconds(times.ours)}, psql ${spreadInSeconds(times.peer)}`);
		figures.push(...figuresOf(one, times));
	}
	const start = await timeStart(psql, world.folder, rounds);
	bench.say(`starting psql and connecting alone: ${spreadInSeconds(start)}, part of psql's times`);
	return [...figures, information('upsert_psql_start_seconds', median(start) / 1000, 's')];
}

interface Around {
	readonly bench: BenchContext;
	readonly psql: Psql;
	readonly client: Client;
	readonly url: string;
	readonly rounds: number;
	readonly folder: string;
}

/** A warm-up of each side, whose outcome is checked, then rounds: ours, psql, ours, psql, each from the same state. */
async function measureCase({ bench, psql, client, url, rounds, folder }: Around, one: Case): Promise<Times> {
	const script = join(folder, `${one.name}.sql`);
	await writeFile(script, upsertScript(one.copyFile));
	const ours = async (): Promise<number> => {
		bench.signal.throwIfAborted();
		await restore(client, one.from);
		const { tookMs, counts } = await timeTableWrite(url, one.rows);
		if (counts.inserted !== one.expected.inserted || counts.updated !== one.expected.updated || counts.unchanged !== one.expected.unchanged) throw new Error(`An upsert came to ${JSON.stringify(counts)} where ${JSON.stringify(one.expected)} was expected.`);
		return tookMs;
	};
	const peer = async (): Promise<number> => {
		bench.signal.throwIfAborted();
		await restore(client, one.from);
		return await psql.time(script);
	};
	const expected = await fingerprint(client, one.outcome);
	for (const [side, run] of [['The upsert', ours], ['psql', peer]] as const) {
		await run();
		if ((await fingerprint(client, 'tasks')) !== expected) throw new Error(`${side} left other rows than it was given (${one.words}).`);
	}
	const times: Times = { ours: [], peer: [], written: 0 };
	for (let round = 1; round <= rounds; round++) {
		times.ours.push(await ours());
		times.peer.push(await peer());
	}
	if (one.name === 'noop_all') times.written = await countNoopWrites(client, url, one);
	return times;
}

async function countNoopWrites(client: Client, url: string, one: Case): Promise<number> {
	await restore(client, one.from);
	return await countWrites(client, async () => void (await timeTableWrite(url, one.rows)));
}

async function timeStart(psql: Psql, folder: string, rounds: number): Promise<readonly number[]> {
	const script = join(folder, 'start.sql');
	await writeFile(script, 'begin; select 1; commit;\n');
	const times: number[] = [];
	for (let round = 1; round <= rounds; round++) times.push(await psql.time(script));
	return times;
}

function figuresOf({ name }: Case, { ours, peer, written }: Times): readonly Figure[] {
	return [
		{ name: `upsert_${name}_vs_psql`, value: median(ours) / median(peer), unit: 'ratio', goal: GOAL, better: 'lower' },
		information(`upsert_${name}_seconds`, median(ours) / 1000, 's'),
		information(`upsert_${name}_psql_seconds`, median(peer) / 1000, 's'),
		...(name === 'noop_all' ? [{ name: 'upsert_noop_rows_written', value: written, unit: 'rows', goal: 0, better: 'lower' } as const] : []),
	];
}

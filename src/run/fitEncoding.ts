import { ConfigurationError } from '../errors';
import type { Database, Transaction } from '../postgres';
import type { Repertoire } from '../postgres/repertoire';
import { unstorableMark } from '../record';
import type { Json } from '../record';
import type { EnginePorts } from './engine';
import type { RemotePort, RemoteRecord, WriteAnswer } from './remotePort';
import type { PairConfiguration } from './types';

/**
 * The ports of a run whose database is not encoded in UTF8. A value from OpenProject with a character the database lacks is marked as
 * one that cannot be stored, so that its field alone fails; in messages and titles such characters are replaced.
 */
export async function fitEncoding(ports: EnginePorts, repertoire: Repertoire | null, configuration: PairConfiguration, hasRawText: boolean): Promise<EnginePorts> {
	if (hasRawText) return { ...ports, database: rawDatabase(ports.database) };
	if (repertoire === null) return ports;
	const text = JSON.stringify(configuration);
	await ports.database.transaction((tx) => repertoire.learn(tx, [text]));
	const odd = [...text].find((character) => !repertoire.fits(character));
	if (odd !== undefined) {
		throw new ConfigurationError(`The settings of pair '${configuration.name}' hold the character '${odd}', which this database cannot hold: it is encoded in ${repertoire.encoding}. Leave the character out, or use a database encoded in UTF8.`);
	}
	return { ...ports, database: fittedDatabase(ports.database, repertoire), remote: fittedRemote(ports, repertoire) };
}

/** Where the server checks no text it is not to check what it sends either: bytes that are none are marked when they are read. */
function rawDatabase(database: Database): Database {
	const raw = async <T>(tx: Transaction, work: (tx: Transaction) => Promise<T>): Promise<T> => {
		await tx.execute({ text: `set local client_encoding = 'SQL_ASCII'` });
		return await work(tx);
	};
	return { transaction: (work, options) => database.transaction((tx) => raw(tx, work), options), close: () => database.close() };
}

/** What cannot be held is replaced in everything that is sent: values that must not change were marked before. */
function fittedDatabase(database: Database, repertoire: Repertoire): Database {
	return {
		transaction: (work, options) => database.transaction((tx) => work(fittedTransaction(tx, repertoire)), options),
		close: () => database.close(),
	};
}

function fittedTransaction(tx: Transaction, repertoire: Repertoire): Transaction {
	const fit = async (values: readonly unknown[]): Promise<readonly unknown[]> => {
		await repertoire.learn(tx, textsIn(values));
		return values.map((value) => replaceIn(value, repertoire));
	};
	return {
		query: async (sql) => await tx.query(sql.values === undefined ? sql : { ...sql, values: await fit(sql.values) }),
		execute: async (sql) => await tx.execute(sql.values === undefined ? sql : { ...sql, values: await fit(sql.values) }),
		copyIn: async (statement, chunks) => await tx.copyIn(statement, (await fit([...chunks])) as ReadonlyArray<string | Buffer>),
		savepoint: (work) => tx.savepoint(work),
	};
}

function* textsIn(value: unknown): Generator<string> {
	if (typeof value === 'string') yield value;
	else if (typeof value === 'object' && value !== null && !Buffer.isBuffer(value)) {
		for (const [name, part] of Object.entries(value)) {
			yield name;
			yield* textsIn(part);
		}
	}
}

function replaceIn(value: unknown, repertoire: Repertoire): unknown {
	if (typeof value === 'string') return repertoire.replace(value);
	return Array.isArray(value) ? value.map((part) => replaceIn(part, repertoire)) : value;
}

function fittedRemote({ database, remote }: EnginePorts, repertoire: Repertoire): RemotePort {
	const fitAll = async (records: readonly RemoteRecord[]): Promise<readonly RemoteRecord[]> => {
		await database.transaction((tx) => repertoire.learn(tx, textsIn(records)));
		return records.map((record) => fitRecord(record, repertoire));
	};
	const fitOne = async <A extends { readonly status: string }>(answer: A): Promise<A> => ('record' in answer ? { ...answer, record: (await fitAll([(answer as unknown as { record: RemoteRecord }).record]))[0] } : answer);
	return {
		...remote,
		open: async (known) => {
			const info = await remote.open(known);
			await database.transaction((tx) => repertoire.learn(tx, textsIn(info)));
			// What was found out is only kept to save requests: where it cannot be kept as it is, it is found out again.
			return { ...info, found: repertoire.fits(JSON.stringify(info.found)) ? info.found : null };
		},
		window: async function* (from) {
			for await (const page of remote.window(from)) yield { ...page, records: await fitAll(page.records) };
		},
		total: () => remote.total(),
		ids: () => remote.ids(),
		read: async (id) => await fitOne(await remote.read(id)),
		readMany: async (ids) => await fitAll(await remote.readMany(ids)),
		descendants: async (id) => await fitAll(await remote.descendants(id)),
		findByProvenance: async (key) => await fitAll(await remote.findByProvenance(key)),
		findCreated: async (query) => await fitAll(await remote.findCreated(query)),
		create: async (values, provenance) => await fitOne<WriteAnswer>(await remote.create(values, provenance)),
		update: async (id, lockVersion, values, more) => await fitOne<WriteAnswer>(await remote.update(id, lockVersion, values, more)),
		delete: (id) => remote.delete(id),
		lastEdit: (id) => remote.lastEdit(id),
		stopRetrying: () => remote.stopRetrying(),
		urlOf: (id) => remote.urlOf(id),
		stats: () => remote.stats(),
	};
}

function fitRecord(record: RemoteRecord, repertoire: Repertoire): RemoteRecord {
	const fit = (value: Json): Json => ([...textsIn(value)].every((text) => repertoire.fits(text)) ? value : unstorableMark(repertoire.replace(typeof value === 'string' ? value : JSON.stringify(value))));
	return {
		...record,
		record: Object.fromEntries(Object.entries(record.record).map(([name, value]) => [name, fit(value as Json)])),
		provenance: record.provenance !== null && repertoire.fits(record.provenance) ? record.provenance : null,
	};
}

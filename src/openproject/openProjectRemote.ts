import { BatchSyncError } from '../errors';
import type { JsonObject } from '../record';
import type { RemotePort } from '../run/remotePort';
import { datesOf } from '../run/types';
import type { RemoteScope } from '../run/types';
import { OpenProjectApi } from './api';
import { normaliseBaseUrl } from './baseUrl';
import { oneAhead } from './oneAhead';
import { openProject } from './openProject';
import type { OpenedProject } from './openProject';
import { readWindow } from './readWindow';
import { RecordFinder } from './recordFinder';
import { RecordSource } from './recordSource';
import { RecordWriter } from './recordWriter';
import type { Clock, HttpPort } from './types';

export interface OpenProjectRemoteOptions {
	readonly http: HttpPort;
	readonly clock: Clock;
	/** Address people open in a browser; for links and messages only, requests go through `http`. */
	readonly baseUrl: string;
	readonly scope: RemoteScope;
	/** Tracked properties of work packages, e.g. subject, status, customField7. */
	readonly properties: readonly string[];
	/** Names the mapping uses per property, checked when opening: { status: ['New', 'Closed'] }. */
	readonly valueNames?: Readonly<Record<string, readonly string[]>>;
	/** Work packages per page, default 200; less where the server allows less. */
	readonly pageSize?: number;
	/** Attempts of a request in all, default 5. */
	readonly retries?: number;
	/** Hard deadline of a write with all its attempts, default 60 s. */
	readonly requestDeadlineMs?: number;
	/** Deadline of one attempt of a read, default 60 s. */
	readonly readTimeoutMs?: number;
	/** Whether OpenProject sends notifications about what is written. Default false. */
	readonly notify?: boolean;
}

const DEFAULT_PAGE_SIZE = 200;

interface Parts {
	readonly opened: OpenedProject;
	readonly source: RecordSource;
	readonly writer: RecordWriter;
	readonly finder: RecordFinder;
}

/** The remote side of a pair over OpenProject's API v3 (14 and later). `open` comes first. */
export function openProjectRemote(options: OpenProjectRemoteOptions): RemotePort {
	const baseUrl = normaliseBaseUrl(options.baseUrl);
	const api = new OpenProjectApi({ ...options, baseUrl });
	let kept: Parts | null = null;
	const parts = (): Parts => {
		if (kept === null) throw new BatchSyncError('NOT_OPENED', 'The connection to OpenProject is used before it was opened.');
		return kept;
	};
	return {
		async open(known) {
			kept = await openParts(api, options, known);
			return kept.opened.info;
		},
		window: (from) => abandonable(parts().source, (source) => readWindow(source, from, options.clock.now())),
		total: async () => await parts().source.total(),
		ids: () => abandonable(parts().source, idPages),
		async read(id) {
			const record = await parts().source.read(id);
			return record === null ? { status: 'missing' } : { status: 'found', record };
		},
		readMany: async (ids) => await parts().finder.many(ids),
		descendants: async (id) => await parts().finder.descendants(id),
		findByProvenance: async (key) => await parts().finder.byProvenance(key),
		findCreated: async (query) => await parts().finder.created(query),
		create: async (values, provenance) => await parts().writer.create(values, provenance),
		update: async (id, lockVersion, values, more) => await parts().writer.update(id, lockVersion, values, more),
		delete: async (id) => await parts().writer.delete(id),
		lastEdit: async (id) => await parts().finder.lastEdit(id),
		stopRetrying: () => api.stopRetrying(),
		urlOf: (id) => `${baseUrl}/work_packages/${encodeURIComponent(id)}`,
		stats: () => api.stats(),
	};
}

async function openParts(api: OpenProjectApi, options: OpenProjectRemoteOptions, known: JsonObject | null | undefined): Promise<Parts> {
	const opened = await openProject(api, {
		scope: options.scope,
		properties: options.properties,
		valueNames: options.valueNames ?? {},
		pageSize: options.pageSize ?? DEFAULT_PAGE_SIZE,
	}, known);
	const scope = { properties: options.properties, projectId: opened.project.id, typeId: opened.type?.id ?? null, provenanceKey: opened.provenanceKey, generatedSubjects: opened.lookups.generatedSubjects, linkNames: opened.lookups.linkNames };
	const source = new RecordSource(api, scope, opened.pageSize);
	const writer = new RecordWriter(api, opened, source, { notify: options.notify ?? false, properties: options.properties, dates: datesOf(options.scope) });
	return { opened, source, writer, finder: new RecordFinder(api, opened, source) };
}

/** Pages asked for one ahead; whoever stops early ends the retries of the page under way. */
function abandonable<T>(source: RecordSource, read: (source: RecordSource) => AsyncGenerator<T>): AsyncGenerator<T> {
	let isAbandoned = false;
	return oneAhead(read(source.abandonable(() => isAbandoned)), () => void (isAbandoned = true));
}

async function* idPages(source: RecordSource): AsyncGenerator<readonly string[]> {
	for await (const page of source.ids({ lower: null, upper: null })) yield page.ids;
}

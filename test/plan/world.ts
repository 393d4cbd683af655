import { compileMapping } from '../../src/mapping';
import type { FieldMapping, LensContext } from '../../src/mapping';
import type { LinkView, PlanInput, PlanRules } from '../../src/plan';
import type { JsonObject } from '../../src/record';

/** A small mapping with one field of each kind that matters to the planner. */
export const fields: readonly FieldMapping[] = [
	{ name: 'subject', local: ['title'], remote: ['subject'], lens: { kind: 'line', maxLength: 255 }, policies: [{ kind: 'manual' }] },
	{ name: 'description', local: ['body'], remote: ['description'], lens: { kind: 'text' }, policies: [{ kind: 'manual' }] },
	{
		name: 'status', local: ['status'], remote: ['status'], policies: [{ kind: 'manual' }],
		lens: {
			kind: 'value_map',
			toRemote: { 'To Do': 'New', Done: 'Closed', Archived: 'Closed', Cancelled: 'Rejected' },
			toLocal: { New: 'To Do', 'On hold': 'To Do', Closed: 'Done', Rejected: 'Cancelled' },
		},
	},
	{ name: 'due', local: ['due'], remote: ['dueDate'], lens: { kind: 'date' }, policies: [{ kind: 'manual' }] },
	{ name: 'assignee', local: ['person'], remote: ['assignee'], lens: { kind: 'user' }, policies: [{ kind: 'manual' }] },
	{ name: 'parent', local: ['parent'], remote: ['parent'], lens: { kind: 'reference' }, policies: [{ kind: 'manual' }] },
];

export const localBase: JsonObject = { title: 'Inspect', body: 'a\nb', status: 'To Do', due: '2026-05-01', person: null, parent: null };
export const remoteBase: JsonObject = { subject: 'Inspect', description: 'a\nb', status: 'New', dueDate: '2026-05-01', assignee: null, parent: null };

/** Link 1 is row 'k1' and work package 11, and so on to 9; person 'p1' is user 71. */
export const context: LensContext = {
	linkOfLocal: (key) => /^\["k([1-9])"\]$/.exec(key)?.[1],
	linkOfRemote: (id) => /^1([1-9])$/.exec(id)?.[1],
	localOfLink: (link) => (/^[1-9]$/.test(link) ? `["k${link}"]` : undefined),
	remoteOfLink: (link) => (/^[1-9]$/.test(link) ? `1${link}` : undefined),
	remoteUserOf: (user) => (user === 'p1' ? '71' : undefined),
	localUserOf: (user) => (user === '71' ? 'p1' : undefined),
};

export function rules(change: Partial<PlanRules> = {}): PlanRules {
	return {
		mapping: compileMapping(fields, { policies: [{ kind: 'manual' }] }),
		direction: 'both',
		noBasePolicies: [{ kind: 'manual' }],
		deleteRemote: { effect: 'status', property: 'status', value: 'Rejected' },
		deleteLocal: { effect: 'none' },
		versusUpdate: 'edit_wins',
		fieldsWithoutBase: new Set(),
		keepsDates: true, tieMs: 120_000,
		nowMs: Date.UTC(2026, 4, 1),
		...change,
	};
}

/** A link whose sides hold base, changed as given. */
export function input(change: { readonly local?: JsonObject | null; readonly remote?: JsonObject | null; readonly link?: Partial<LinkView>; readonly context?: LensContext } = {}): PlanInput {
	return {
		link: {
			id: '1', generation: 1, state: 'live', localKey: '["k1"]', remoteId: '11', baseLocal: localBase, baseRemote: remoteBase, goneSide: null, pending: ['local'], bounces: {}, fieldFailures: {},
			conflicts: [], localEditedAtMs: null, remoteEditedAtMs: null, computed: [], followed: [], effect: null, ...change.link,
		},
		local: change.local === null ? null : { ...localBase, ...change.local },
		remote: change.remote === null ? null : { ...remoteBase, ...change.remote },
		context: change.context ?? context,
	};
}

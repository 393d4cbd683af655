import { planLink } from '../plan';
import { readLinks } from '../postgres/stores/linkStore';
import { fenced, rulesOf } from './context';
import type { RunContext } from './context';
import { readInputs } from './readInputs';
import type { RemoteWriteResult } from './writeRemote';

/** Links to be settled without a write, re-read and re-planned. One that turns out to need a write waits for the next plan. */
export function readQuiet(context: RunContext, ids: readonly string[]): Promise<readonly RemoteWriteResult[]> {
	return fenced(context, async (tx) => {
		const inputs = await readInputs(tx, context, await readLinks(tx, context.tables, ids));
		return inputs.flatMap((link): RemoteWriteResult[] => {
			const plan = planLink(link.input, rulesOf(context));
			if (plan.local !== null || plan.remote !== null || plan.end === 'new_generation') return [];
			return [{
				prepared: { link, plan, operations: {}, dropped: [] },
				outcome: { status: 'none' }, refused: [], record: null, isDeleted: false, status: 'superseded', message: null, wouldCascade: false,
			}];
		});
	});
}

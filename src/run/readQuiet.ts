import { holdLinks, readLinks } from '../postgres/stores/linkStore';
import { fenced } from './context';
import type { RunContext } from './context';
import { planFor } from './planFor';
import { readInputs } from './readInputs';
import type { RemoteWriteResult } from './writeRemote';

/** Links to be settled without a write, re-read and re-planned. One that turns out to need a write waits for the next plan. */
export function readQuiet(context: RunContext, ids: readonly string[]): Promise<readonly RemoteWriteResult[]> {
	return fenced(context, async (tx) => {
		const inputs = await readInputs(tx, context, await readLinks(tx, context.tables, ids));
		const quiet = inputs.flatMap((link): RemoteWriteResult[] => {
			const plan = planFor(context, link);
			if (plan.local !== null || plan.remote !== null || plan.end === 'new_generation') return [];
			if (context.undoes !== null && plan.waiting.length > 0) return [];
			return [{
				prepared: { link, plan, operations: {}, dropped: [], hasMovedOn: false },
				outcome: { status: 'none' }, refused: [], record: null, isDeleted: false, status: 'superseded', message: null, wouldCascade: false,
			}];
		});
		if (context.undoes !== null) await holdLinks(tx, context.tables, context.run.id, quiet.map((one) => one.prepared.link.row.id));
		return quiet;
	});
}

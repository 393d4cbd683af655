import { planLink, planUndo } from '../plan';
import type { LinkPlan } from '../plan';
import { emptyPlan } from '../plan/planParts';
import { rulesOf } from './context';
import type { RunContext } from './context';
import type { PlannableLink } from './readInputs';

/** What this run is to do about a link: bring its sides into step, or take back what another run did to it. */
export function planFor(context: RunContext, link: PlannableLink): LinkPlan {
	if (context.undoes === null) return planLink(link.input, rulesOf(context));
	return link.history === null ? { ...emptyPlan(link.input), isUndo: true } : planUndo(link.input, link.history, rulesOf(context));
}

import { runForm } from '../parameters/forms';
import { shownFor } from '../parameters/shownFor';
import { performRun } from '../performRun';
import type { Operation } from './operation';

export const description = shownFor('previewPlan', runForm);

/** Makes and stores the plan of a run, and writes nothing else: the planned operations are in the Summary. */
export const execute: Operation = async (call) => await performRun(call, { preview: true });

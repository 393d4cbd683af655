import { runForm } from '../parameters/forms';
import { shownFor } from '../parameters/shownFor';
import { performRun } from '../performRun';
import type { Operation } from './operation';

export const description = shownFor('runSync', runForm);

/** Brings both sides into step. */
export const execute: Operation = async (call) => await performRun(call, { preview: false });

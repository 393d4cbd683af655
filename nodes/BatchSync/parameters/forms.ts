import type { INodeProperties } from 'n8n-workflow';
import { optionsOf } from '../../n8n/parameters/collection';
import { mapping } from './mapping';
import { pair, project, schema, table } from './pair';
import { pairOptions, pairSchema } from './pairOptions';
import { ids, mode } from './request';
import { runOptions } from './runOptions';

const scope = [schema, table, project, ...mapping];

/** Parameters of operations that run a pair: what is needed on top, everything else under Options. */
export const runForm: readonly INodeProperties[] = [pair, mode, ids, ...scope, optionsOf([...pairOptions, ...runOptions])];

/** Parameters of operations that only need to know the pair. */
export const pairForm: readonly INodeProperties[] = [pair, ...scope, optionsOf(pairOptions)];

/** Parameters of operations that look at what is recorded. */
export const lookUpForm: readonly INodeProperties[] = [pair, optionsOf([pairSchema])];

/** Parameters of operations on a pair that is known already: its name, what is asked, and how to run. The pair's own settings are those it was last run with. */
export function taskForm(...asked: readonly INodeProperties[]): readonly INodeProperties[] {
	return [pair, ...asked, optionsOf([pairSchema, ...runOptions.filter((option) => option.name !== 'allowSetUp')])];
}

import type { INodeProperties } from 'n8n-workflow';
import { packageSchema } from '../../n8n/parameters/packageSchema';
import { conflictOptions } from './pairOptions/conflictOptions';
import { dateOptions } from './pairOptions/dateOptions';
import { deletionOptions } from './pairOptions/deletionOptions';
import { presetOptions } from './pairOptions/presetOptions';
import { scopeOptions } from './pairOptions/scopeOptions';
import { valueOptions } from './pairOptions/valueOptions';

/** Where everything about a pair is kept; every operation asks for it. */
export const pairSchema: INodeProperties = packageSchema('Schema in which the sync keeps its own tables. Use the same in every node of a pair.');

/** Options that say what a pair is. */
export const pairOptions: readonly INodeProperties[] = [...conflictOptions, ...dateOptions, ...deletionOptions, ...presetOptions, ...scopeOptions, ...valueOptions, pairSchema];

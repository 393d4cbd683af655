import { initial } from './001Initial';
import { control } from './002Control';
import { settling } from './003Settling';
import { writes } from './004Writes';
import { metrics } from './005Metrics';
import { schedule } from './006Schedule';
import { wentBack } from './007WentBack';
import type { Migration } from './types';

/** All steps, in order. A new one goes to the end; those that were released never change. */
export const allMigrations: readonly Migration[] = [initial, control, settling, writes, metrics, schedule, wentBack];

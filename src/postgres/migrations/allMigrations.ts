import { initial } from './001Initial';
import { control } from './002Control';
import { settledOrder } from './003SettledOrder';
import type { Migration } from './types';

/** All steps, in order. A new one goes to the end; those that were released never change. */
export const allMigrations: readonly Migration[] = [initial, control, settledOrder];

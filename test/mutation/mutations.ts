import { deletions } from './list/deletions';
import { keys } from './list/keys';
import { mapping } from './list/mapping';
import { merge } from './list/merge';
import { nodes } from './list/nodes';
import { observing } from './list/observing';
import { openproject } from './list/openproject';
import { overseeing } from './list/overseeing';
import { planning } from './list/planning';
import { postgres } from './list/postgres';
import { recovery } from './list/recovery';
import { safeguards } from './list/safeguards';
import { simulated } from './list/simulated';
import { tableWrites } from './list/tableWrites';
import { undo } from './list/undo';
import { writing } from './list/writing';
import type { Mutation } from './mutation';

/** All chosen ways to break the engine, by what they are about. */
export const mutations: readonly Mutation[] = [...safeguards, ...merge, ...mapping, ...planning, ...deletions, ...undo, ...observing, ...writing, ...keys, ...recovery, ...postgres, ...openproject, ...nodes, ...tableWrites, ...overseeing, ...simulated];

export * from './types';
export { planLink } from './planLink';
export { judgeField } from './judgeField';
export { CHANGED_BY_TABLE, MOVED_BY_REMOTE, settleLink } from './settleLink';
export { LONGEST_PAUSE_MS, pauseAfter } from './pauseAfter';
export type { LinkOutcome, SettledLink, SideOutcome } from './settleLink';
export { evaluateGuards, guardsAsJson } from './guards';
export type { GuardFinding, GuardLimits, GuardMeasures, GuardName } from './guards';
export { judgeWentBack, wentBackSentence } from './wentBack';
export type { BackSide, BackSign, WentBack, WentBackMeasure } from './wentBack';
export { hasMovedFromBase, namesOf } from './fieldView';

export { parentField, titleOf } from './planParts';
export { viewParents } from './viewParents';
export { carriedByRemote, decidedByRemote } from './carriedByRemote';
export { planUndo } from './planUndo';
export type { RunHistory, SideHistory } from './planUndo';
export { foldBases, noBases } from './foldBases';
export type { Bases, BaseStep } from './foldBases';

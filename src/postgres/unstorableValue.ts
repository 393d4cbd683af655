/** Why a value cannot be stored, as the end of a sentence; whoever knows column and row makes it a whole one. */
export class UnstorableValue extends Error {}

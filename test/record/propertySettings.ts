/**
 * Settings of the property tests: FC_RUNS runs each (default 200), from FC_SEED where it is given. The seed is printed,
 * so that a run can be repeated: FC_SEED=<seed> npx jest <file>.
 */
const seed = process.env['FC_SEED'] === undefined ? Date.now() % 2_147_483_647 : Number(process.env['FC_SEED']);
const numRuns = process.env['FC_RUNS'] === undefined ? 200 : Number(process.env['FC_RUNS']);

process.stderr.write(`fast-check: seed ${seed}, ${numRuns} runs\n`);

export const propertySettings = { seed, numRuns } as const;

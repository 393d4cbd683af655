import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import regexp from 'eslint-plugin-regexp';
import tseslint from 'typescript-eslint';

/** Folders of src/ that compute and touch nothing outside. */
const PURE = ['record', 'mapping', 'merge', 'plan', 'detect'];
/** Folders of src/ that reach a database, a server or another process. */
const IMPURE = ['postgres', 'openproject', 'run', 'conflicts', 'metrics', 'health', 'console'];

function forbid(...patterns) {
	return { 'no-restricted-imports': ['error', { patterns }] };
}

const noN8n = { group: ['n8n-*', '@n8n/*'], message: 'src/ is the engine and knows nothing of n8n: pass what it needs as a port.' };
const noShell = { regex: '(^|/)(nodes|credentials|workflows|sandbox|bench|test)/', message: 'Imports point one way: nodes -> src, never back.' };

export default tseslint.config(
	{ ignores: ['dist/', 'node_modules/', 'coverage/', '.cache/', '.sandbox/'] },
	...tseslint.configs.recommended,
	{
		rules: {
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
			'@typescript-eslint/consistent-type-imports': 'error',
			eqeqeq: 'error',
		},
	},
	{ files: ['**/*.{js,cjs}'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
	{ files: ['**/*.{js,cjs,mjs}'], rules: { '@typescript-eslint/no-unused-vars': 'error' } },

	// Texts come from servers, files and people who mean harm: no regular expression may take more than linear time on any of them.
	// What the rules cannot tell is written by hand (src/openproject/parseJson.ts) instead of being excepted.
	{
		files: ['src/**/*.ts', 'nodes/**/*.ts', 'credentials/**/*.ts'],
		plugins: { regexp },
		rules: {
			'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
			'regexp/no-super-linear-move': ['error', { report: 'potential', ignoreSticky: false, ignorePartial: false }],
		},
	},

	// n8n's own rules, in the set for packages that do not run on n8n Cloud: where its nodes and manifest are.
	{ ...n8nCommunityNodesPlugin.configs.recommendedWithoutN8nCloudSupport, files: ['nodes/**/*.ts', 'credentials/**/*.ts', 'package.json'] },
	{
		files: ['nodes/**/*.ts', 'credentials/**/*.ts', 'package.json'],
		rules: {
			// `pg` and `pg-copy-streams`: COPY cannot be done through any helper of n8n's.
			'@n8n/community-nodes/no-runtime-dependencies': 'off',
			// Users have a `postgres` credential of n8n's already and should not type it a second time.
			'@n8n/community-nodes/no-credential-reuse': 'off',
			// The same: a sync has two sides, and the credential of one of them is n8n's own.
			'@n8n/community-nodes/valid-credential-references': 'off',
		},
	},
	{
		files: ['package.json'],
		languageOptions: { parser: tseslint.parser, parserOptions: { extraFileExtensions: ['.json'] } },
		rules: { '@typescript-eslint/no-unused-expressions': 'off' },
	},

	// One-way imports: nodes -> src, and in src from what reaches out to what computes.
	{ files: ['src/**/*.ts'], rules: forbid(noN8n, noShell) },
	{
		files: PURE.map((folder) => `src/${folder}/**/*.ts`),
		rules: forbid(noN8n, noShell, {
			regex: `(^|/)(${IMPURE.join('|')})(/|$)`,
			message: `${PURE.join(', ')} are pure: what they need from outside comes in as an argument.`,
		}, { regex: '^(node:|pg$|pg-)(?!crypto$)', message: 'Pure folders touch nothing outside; only node:crypto (for hashing) is allowed.' }),
	},
	{
		files: ['nodes/**/*.ts', 'credentials/**/*.ts'],
		rules: forbid({ regex: '(^|/)(sandbox|bench|test)/', message: 'Nodes are shipped; what they import must be too.' }),
	},
);

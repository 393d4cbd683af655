import { join } from 'node:path';
import ts from 'typescript';

/** A variable or import that a mutation leaves unused is no mistake. */
const UNUSED = new Set([6133, 6138, 6192, 6196, 6198]);

/** Says what TypeScript has against a changed file; empty: nothing. A mutation that does not compile proves nothing about a test. */
export function typeChecker(root: string): (file: string, text: string) => readonly string[] {
	const config = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path));
	const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root);
	const cache = new Map<string, ts.SourceFile | undefined>();
	let program: ts.Program | undefined;
	return (file, text) => {
		const path = join(root, file);
		const host = ts.createCompilerHost(options, true);
		const read = host.getSourceFile.bind(host);
		host.getSourceFile = (name, ...rest) => {
			if (name === path) return ts.createSourceFile(name, text, options.target ?? ts.ScriptTarget.ES2022, true);
			if (!cache.has(name)) cache.set(name, read(name, ...rest));
			return cache.get(name);
		};
		program = ts.createProgram({ rootNames: [path], options, host, ...(program === undefined ? {} : { oldProgram: program }) });
		const changed = program.getSourceFile(path);
		return [...program.getSyntacticDiagnostics(changed), ...program.getSemanticDiagnostics(changed)]
			.filter(({ code }) => !UNUSED.has(code))
			.map((diagnostic) => ts.flattenDiagnosticMessageText(diagnostic.messageText, ' '));
	};
}

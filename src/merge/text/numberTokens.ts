/** Gives equal tokens equal numbers, across all texts it is asked about: comparing numbers is what makes comparing texts fast. */
export function tokenNumberer(): (tokens: readonly string[]) => Int32Array {
	const numbers = new Map<string, number>();
	return (tokens) => {
		const numbered = new Int32Array(tokens.length);
		for (let index = 0; index < tokens.length; index += 1) {
			const token = tokens[index] as string;
			let number = numbers.get(token);
			if (number === undefined) {
				number = numbers.size;
				numbers.set(token, number);
			}
			numbered[index] = number;
		}
		return numbered;
	};
}

import fc from 'fast-check';
import { markWords } from '../../src/console/markWords';

const marked = (text: string, base: string): string => markWords(text, base).map(({ text: part, isChanged }) => (isChanged ? `[${part}]` : part)).join('');

describe('marked words', () => {
	it('are those that the other text does not have there', () => {
		expect(marked('Bring the long ladder.\nCall Maria first.', 'Bring the ladder.\nCall Devon first.')).toBe('Bring the [long ]ladder.\nCall [Maria] first.');
		expect(marked('same', 'same')).toBe('same');
		expect(marked('', 'gone')).toBe('');
		expect(marked('all new', '')).toBe('[all new]');
	});

	it('go on over the space between two of them, not over a line end', () => {
		expect(marked('a red fox', 'a blue dog')).toBe('a [red fox]');
		expect(marked('red\nfox', 'blue\ndog')).toBe('[red]\n[fox]');
	});

	it('and the rest together are the text, whatever it is', () => {
		const words = fc.array(fc.constantFrom('a', 'b', ' ', '\n', 'Größe', '👩‍🔧', '\r\n'), { maxLength: 40 }).map((parts) => parts.join(''));
		fc.assert(fc.property(words, words, (text, base) => {
			const stretches = markWords(text, base);
			expect(stretches.map((stretch) => stretch.text).join('')).toBe(text);
			for (const [index, stretch] of stretches.entries()) if (index > 0) expect(stretch.isChanged).toBe(stretches[index - 1]?.isChanged !== true);
		}));
	});

	it('of a long text are found within bounded work', () => {
		const long = 'lorem ipsum dolor '.repeat(2000);
		expect(markWords(`${long}end`, `${long}start`).filter(({ isChanged }) => isChanged)).toEqual([{ text: 'end', isChanged: true }]);
	});
});

/**
 * The page's only script: asks for the progress of the run that goes on and moves the bar; loads the page anew once that run is
 * over, or a new one has begun. It puts nothing into the page but text.
 */
export const progressScript = `(() => {
	const box = document.querySelector('[data-progress]');
	if (box === null) return;
	const bar = document.getElementById('bar');
	const text = document.getElementById('progress-text');
	let misses = 0;
	const show = (progress) => {
		if (bar === null || text === null) return;
		if (progress.total > 0) { bar.max = progress.total; bar.value = progress.done; } else { bar.removeAttribute('value'); }
		if (text.textContent !== progress.message) text.textContent = progress.message;
	};
	const look = async () => {
		try {
			const answer = await fetch(box.dataset.progress, { headers: { 'X-Console-Token': box.dataset.token }, cache: 'no-store' });
			if (!answer.ok) throw new Error(String(answer.status));
			const progress = await answer.json();
			misses = 0;
			if ((progress.newest ?? '') !== box.dataset.newest || progress.isRunning !== (bar !== null)) { location.reload(); return; }
			show(progress);
		} catch (error) {
			misses += 1;
			if (misses > 4) { if (text !== null) text.textContent = 'The progress could not be read. Reload the page to look again.'; return; }
		}
		setTimeout(look, document.hidden ? 10000 : 2000);
	};
	setTimeout(look, 1000);
})();`;

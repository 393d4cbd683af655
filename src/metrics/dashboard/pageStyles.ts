/** Style of the page around the charts; colours come from `chartStyles`. */
export const pageStyles = [
	':root{--page:#ffffff;--text:#1f2328;--soft:#59636e;--edge:#d1d9e0;--card:#f6f8fa}',
	'@media (prefers-color-scheme:dark){:root{--page:#0d1117;--text:#e6edf3;--soft:#9aa4af;--edge:#30363d;--card:#161b22}}',
	'*{box-sizing:border-box}body{margin:0 auto;max-width:1400px;padding:24px;background:var(--page);color:var(--text);font:14px/1.5 system-ui,sans-serif}',
	'h1{font-size:22px;margin:0}h2{font-size:16px;margin:28px 0 8px}.quiet{color:var(--soft);margin:2px 0 0}',
	'.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:12px;margin:16px 0;padding:0}.tile{background:var(--card);border:1px solid var(--edge);border-radius:8px;padding:10px 14px}',
	'.tile dt{color:var(--soft);font-size:12px}.tile dd{margin:0;font-size:20px;font-weight:600}',
	'.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,480px),1fr));gap:16px}figure{margin:0;background:var(--card);border:1px solid var(--edge);border-radius:8px;padding:14px}figure svg{display:block;height:auto}',
	'.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}th,td{text-align:left;padding:5px 10px;border-bottom:1px solid var(--edge);vertical-align:top}th{color:var(--soft);font-weight:600;white-space:nowrap}td.number,th.number{text-align:right;white-space:nowrap}',
	'.state{display:inline-block;border-radius:999px;padding:1px 10px;font-weight:600;border:1.5px solid currentColor;white-space:nowrap}',
	'.healthy,.ok,.done{color:var(--batch-sync-good)}.degraded,.warning,.partial,.stopped_by_guard,.cancelled{color:var(--batch-sync-notice)}.critical,.failed{color:var(--batch-sync-bad)}.unknown,.skipped,.previewed{color:var(--batch-sync-quiet)}',
].join('');

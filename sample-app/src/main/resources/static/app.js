// Draws what the actuator tells: gauges from /actuator/connpool, latency from the histogram of
// /actuator/prometheus, both twice a second. Whatever comes from outside is set as text.
import { Series, drawGauges, drawLatency } from "./chart.js";

const GAUGES = ["active", "idle", "opening", "closing"];
const POLL_MILLIS = 500;
const SAMPLES = 120;
const WINDOW_MILLIS = 2000;
const $ = (id) => document.getElementById(id);

async function call(path, options = {}) {
	const response = await fetch(path, {
		signal: AbortSignal.timeout(8000),
		...options,
		headers: { "X-Requested-With": "page", ...options.headers },   // asked for against posts of other sites
	});
	const type = response.headers.get("Content-Type") || "";
	const body = type.includes("json") ? await response.json() : await response.text();
	return { ok: response.ok, status: response.status, body };
}

function note(text, kind = "") {
	const item = document.createElement("li");
	const time = document.createElement("time");
	time.textContent = new Date().toLocaleTimeString([], { hour12: false });
	item.append(time, text);
	item.className = kind;
	$("events").prepend(item);
	while ($("events").children.length > 50) {
		$("events").lastChild.remove();
	}
}

// ---- pools

const views = new Map();

function viewOf(name) {
	if (!views.has(name)) {
		const card = $("pool-template").content.cloneNode(true).firstElementChild;
		card.querySelector("h2").textContent = name;
		$("pools").append(card);
		views.set(name, { card, series: new Series(SAMPLES), breaker: "CLOSED", failing: false, seen: null });
	}
	return views.get(name);
}

function drawCells(cells, gauges, maxSize) {
	cells.replaceChildren();
	const add = (kind, count) => {
		for (let i = 0; i < count; i++) {
			const cell = document.createElement("i");
			if (kind) {
				cell.className = kind;
			}
			cells.append(cell);
		}
	};
	GAUGES.forEach((kind) => add(kind, gauges[kind]));
	add("", Math.max(0, maxSize - gauges.total));
	if (gauges.waiting > 0) {
		add("gap", 1);
		add("waiting", Math.min(gauges.waiting, 16));
		const more = document.createElement("b");
		more.textContent = (gauges.waiting > 16) ? "+" + (gauges.waiting - 16) : "";
		cells.append(more);
	}
}

function drawPool(name, pool, details) {
	const view = viewOf(name);
	const gauges = pool.connections;
	view.series.add(gauges);
	view.card.querySelector(".target").textContent =
			pool.type + " · max " + pool.maxSize + " · breaker " + pool.breaker.toLowerCase();
	view.card.querySelector(".target").title = pool.target || "";
	view.card.querySelectorAll("[data-gauge]").forEach((cell) => cell.textContent = gauges[cell.dataset.gauge]);
	drawCells(view.card.querySelector(".cells"), gauges, pool.maxSize);
	const canvas = view.card.querySelector("canvas");
	canvas.setAttribute("aria-label", "Connections of pool " + name + " during the last minute; now "
			+ GAUGES.map((gauge) => gauges[gauge] + " " + gauge).join(", ") + ", " + gauges.waiting + " waiting");
	drawGauges(canvas, view.series, GAUGES, "waiting", pool.maxSize);
	tellChanges(name, view, pool, details);
}

function tellChanges(name, view, pool, details) {
	const failure = (details && details.lastFailure && details.lastFailure.consecutive > 0) ? details.lastFailure : null;
	if (failure && !view.failing) {
		note(name + " – cannot open: " + failure.message, "bad");
	}
	if (!failure && view.failing) {
		note(name + " – opens connections again", "good");
	}
	view.failing = failure !== null;
	if (pool.breaker !== view.breaker) {
		note(name + " – breaker " + pool.breaker.toLowerCase(), (pool.breaker === "CLOSED") ? "good" : "bad");
		view.breaker = pool.breaker;
	}
	const dead = (details && details.counters.closed.DEAD) || 0;
	if (view.seen !== null && dead > view.seen) {
		note(name + " – found " + (dead - view.seen) + " dead connection(s) and closed them", "bad");
	}
	view.seen = dead;
	view.card.classList.toggle("broken", view.failing);
	view.card.querySelector(".failure").textContent =
			failure ? failure.consecutive + " failed opens in a row: " + failure.message : "";
}

async function pollPools() {
	const { ok, body } = await call("actuator/connpool");
	if (!ok) {
		throw new Error("no answer from the actuator");
	}
	const names = Object.keys(body.pools);
	const details = await Promise.all(names.map((name) => call("actuator/connpool/" + encodeURIComponent(name))));
	names.forEach((name, i) => drawPool(name, body.pools[name], details[i].ok ? details[i].body : null));
}

async function pollHealth() {
	const { body } = await call("actuator/health");
	$("health").textContent = "health " + body.status;
	$("health").className = "badge " + ((body.status === "UP") ? "up" : "down");
}

// ---- latency: the difference between two readings of a histogram is a histogram too

const latency = new Series(SAMPLES);
const readings = [];

function readHistogram(text) {
	const reading = { at: performance.now(), buckets: new Map(), calls: 0, failed: 0 };
	for (const line of text.split("\n")) {
		const match = line.match(/^sample_calls_seconds_(bucket|count)\{(.*)\} (\S+)$/);
		if (!match) {
			continue;
		}
		const value = Number(match[3]);
		const le = match[2].match(/le="([^"]+)"/);
		if (match[1] === "bucket") {
			const bound = (le[1] === "+Inf") ? Infinity : Number(le[1]);
			reading.buckets.set(bound, (reading.buckets.get(bound) || 0) + value);
		}
		else {
			reading.calls += value;
			reading.failed += /outcome="(UNREACHABLE|FOREIGN|UNAVAILABLE|FAILED)"/.test(match[2]) ? value : 0;
		}
	}
	return reading;
}

function quantile(before, now, part) {
	const bounds = [...now.buckets.keys()].sort((a, b) => a - b);
	const count = (bound) => now.buckets.get(bound) - (before.buckets.get(bound) || 0);
	const all = count(Infinity);
	let lower = 0;
	let under = 0;
	for (const bound of bounds) {
		const upTo = count(bound);
		if (all > 0 && upTo >= part * all) {
			const upper = (bound === Infinity) ? lower : bound;
			const share = (upTo > under) ? (part * all - under) / (upTo - under) : 1;
			return (lower + (upper - lower) * share) * 1000;
		}
		lower = bound;
		under = upTo;
	}
	return null;
}

function millis(value) {
	if (value === null) {
		return "–";
	}
	return (value >= 1000) ? (value / 1000).toFixed(2) + " s" : value.toFixed((value < 10) ? 2 : 0) + " ms";
}

async function pollLatency() {
	const { ok, body } = await call("actuator/prometheus?includedNames=sample_calls_seconds");
	if (!ok) {
		return;
	}
	const now = readHistogram(body);
	while (readings.length > 1 && now.at - readings[1].at > WINDOW_MILLIS) {
		readings.shift();
	}
	if (readings.length > 0) {
		const before = readings[0];
		const seconds = (now.at - before.at) / 1000;
		const sample = {
			p50: quantile(before, now, 0.5),
			p99: quantile(before, now, 0.99),
			failed: now.failed - before.failed
		};
		latency.add(sample);
		$("rate").textContent = Math.round((now.calls - before.calls) / seconds);
		$("failed").textContent = Math.round(sample.failed / seconds);
		$("p50").textContent = millis(sample.p50);
		$("p99").textContent = millis(sample.p99);
		drawLatency($("latency"), latency, [["p99", "waiting"], ["p50", "active"]]);
	}
	readings.push(now);
}

/** Somebody has to ask, or nobody would notice that there is no answer. */
async function ping() {
	await call("api/ping").catch(() => null);
	setTimeout(ping, 1000);
}

// ---- faults and load

function showFaults(faults) {
	document.querySelector("[data-fault=refuse]").setAttribute("aria-pressed", faults.refusing);
	document.querySelector("[data-fault=delay]").setAttribute("aria-pressed", faults.delayMillis > 0);
}

async function pollLoad() {
	if ($("faults").hidden) {
		return;
	}
	const { body } = await call("api/load");
	$("load").setAttribute("aria-pressed", body.secondsLeft > 0);
	$("load").textContent = (body.secondsLeft > 0) ? "Stop load (" + body.secondsLeft + " s left)" : "Generate load";
}

document.querySelectorAll("[data-fault]").forEach((button) => button.addEventListener("click", async () => {
	const { ok, body } = await call("api/faults/" + button.dataset.fault, { method: "POST" });
	note("you – " + button.textContent.toLowerCase(), ok ? "" : "bad");
	if (ok) {
		showFaults(body);
	}
}));

$("load").addEventListener("click", async () => {
	const running = $("load").getAttribute("aria-pressed") === "true";
	await call("api/load/" + (running ? "stop" : "start"), { method: "POST" });
	await pollLoad();
});

// ---- account

let token = null;

async function ask(what, path, method, body) {
	const begin = performance.now();
	const headers = { "Content-Type": "application/json" };
	if (token) {
		headers.Authorization = "Bearer " + token;
	}
	let answer;
	try {
		answer = await call(path, { method, headers, body: body && JSON.stringify(body) });
	}
	catch (error) {
		answer = { ok: false, status: 0, body: { detail: String(error) } };
	}
	const time = Math.round(performance.now() - begin) + " ms";
	$("answer").textContent = what + ": " + (answer.ok ? "done" : answer.status + ", " + answer.body.detail) + " (" + time + ")";
	$("answer").className = answer.ok ? "" : "bad";
	return answer;
}

function showProfile(profile) {
	$("credentials").hidden = profile !== null;
	$("profile").hidden = profile === null;
	if (profile) {
		$("username").textContent = profile.username;
		$("profile").elements.nickname.value = profile.nickname;
		$("profile").elements.bio.value = profile.bio;
	}
}

$("credentials").addEventListener("submit", async (event) => {
	event.preventDefault();
	const credentials = Object.fromEntries(new FormData(event.target));
	if (event.submitter && event.submitter.value === "register"
			&& !(await ask("register", "api/register", "POST", credentials)).ok) {
		return;
	}
	const answer = await ask("log in", "api/login", "POST", credentials);
	if (answer.ok) {
		token = answer.body.token;
		const profile = await ask("log in", "api/profile", "GET");
		showProfile(profile.ok ? profile.body : { username: credentials.username, nickname: "", bio: "" });
	}
});

$("profile").addEventListener("submit", async (event) => {
	event.preventDefault();
	const save = !event.submitter || event.submitter.value === "save";
	const answer = save ? await ask("save", "api/profile", "PUT", Object.fromEntries(new FormData(event.target)))
			: await ask("reload", "api/profile", "GET");
	if (answer.ok) {
		showProfile(answer.body);
	}
	else if (answer.status === 401) {
		token = null;
		showProfile(null);
	}
});

$("logout").addEventListener("click", () => {
	token = null;
	showProfile(null);
});

// ---- poll

async function poll() {
	const results = await Promise.allSettled([pollPools(), pollHealth(), pollLatency(), pollLoad()]);
	if (results.some((result) => result.status === "rejected")) {
		$("health").textContent = "front unreachable";
		$("health").className = "badge down";
	}
	setTimeout(poll, POLL_MILLIS);
}

const faults = await call("api/faults");
if (faults.ok) {
	$("faults").hidden = false;
	showFaults(faults.body);
}
note("watching");
poll();
ping();

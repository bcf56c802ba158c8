// Looks at the sample's page in headless Chromium, as a person would, and presses its buttons.
//
//   node --experimental-websocket .ci/page.mjs CHROMIUM JAR
//
// Starts the packaged sample and the browser on free ports and ends both. Exits with 1 if an expectation fails.
// The last look is page.png beside the jar, also after a failure.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";

const LIMIT_MILLIS = 50_000;
const START_MILLIS = 30_000;
const STEP_MILLIS = 10_000;
const END_MILLIS = 3000;
const SLOW_MILLIS = 200;
const HOST = "127.0.0.1";
const POOLS = ["login", "users-read", "users-write"];
const GAUGES = ["active", "idle", "opening", "closing", "waiting"];

const chromium = process.argv[2];
const jar = resolve(process.argv[3]);
const java = process.env.JAVA_HOME ? join(process.env.JAVA_HOME, "bin", "java") : "java";
const directory = mkdtempSync(join(tmpdir(), "connpool-page-"));

function expect(what, holds, seen) {
	if (!holds) {
		throw new Error([what, seen].join("\n"));
	}
	console.log("ok: " + what);
}

async function until(what, probe, millis = STEP_MILLIS) {
	const begin = performance.now();
	let value;
	while (!(value = await probe())) {
		if (performance.now() - begin > millis) {
			throw new Error("not within " + millis + " ms: " + what);
		}
		await sleep(100);
	}
	console.log("ok: " + what + " (" + Math.round(performance.now() - begin) + " ms)");
	return value;
}

// ---- processes

const processes = [];

function start(command, ...args) {
	const started = spawn(command, args, { cwd: directory, env: { ...process.env, HOME: directory } });
	started.output = "";
	started.ended = new Promise((done) => started.once("exit", done).once("error", (error) => {
		started.output += error;
		done();
	}));
	started.ended.then(() => started.gone = true);
	[started.stdout, started.stderr].forEach((stream) => stream.on("data", (data) => started.output += data));
	processes.push(started);
	return started;
}

async function portOf(what, started, line) {
	const [, port] = await until(what + " runs", () => {
		if (started.gone) {
			throw new Error(what + " has ended");
		}
		return started.output.match(line);
	}, START_MILLIS);
	return port;
}

async function end(started) {
	started.kill("SIGTERM");
	await Promise.race([started.ended, sleep(END_MILLIS)]);
	started.kill("SIGKILL");
	await started.ended;
}

// ---- browser

let socket;
let faulty = false;
const answers = new Map();
const requested = [];
const excused = new Set();
const errors = [];

async function connect(port) {
	const targets = await (await fetch(`http://${HOST}:${port}/json/list`)).json();
	socket = new WebSocket(targets.find((target) => target.type === "page").webSocketDebuggerUrl);
	socket.onmessage = (message) => receive(JSON.parse(message.data));
	await new Promise((open, fail) => Object.assign(socket, { onopen: open, onerror: fail }));
}

function send(method, params = {}) {
	const id = answers.size + 1;
	socket.send(JSON.stringify({ id, method, params }));
	return new Promise((answer) => answers.set(id, answer));
}

function receive({ id, method, result, error, params }) {
	if (id) {
		answers.get(id)(error ? Promise.reject(new Error(error.message)) : result);
	}
	else if (method === "Network.requestWillBeSent" || method === "Network.webSocketCreated") {
		requested.push(new URL(params.request?.url || params.url));
		if (faulty) {
			excused.add(params.requestId);
		}
	}
	else if (method === "Runtime.exceptionThrown") {
		errors.push(params.exceptionDetails.exception?.description || params.exceptionDetails.text);
	}
	else if (method === "Runtime.consoleAPICalled" && ["error", "assert"].includes(params.type)) {
		errors.push(JSON.stringify(params.args));
	}
	else if (method === "Log.entryAdded" && params.entry.level === "error" && !isOfFault(params.entry)) {
		errors.push(params.entry.text + " " + params.entry.url);
	}
}

/** Chromium logs each answer that is not a success; while the backend is broken, 503 is the right one. */
function isOfFault(entry) {
	return entry.source === "network" && entry.text.includes(" 503 ") && excused.has(entry.networkRequestId);
}

/** Runs a function in the page; it sees its arguments and nothing else of this file. */
async function inPage(fn, ...args) {
	const expression = `(${fn})(...${JSON.stringify(args)})`;
	const { result, exceptionDetails } = await send("Runtime.evaluate", { expression, returnByValue: true });
	if (exceptionDetails) {
		throw new Error(exceptionDetails.exception.description);
	}
	return result.value;
}

async function click(selector, clickCount = 1) {
	const { x, y, hit } = await inPage((selector) => {
		const element = document.querySelector(selector);
		element.scrollIntoView({ block: "nearest" });
		const box = element.getBoundingClientRect();
		const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
		return { x, y, hit: element.contains(document.elementFromPoint(x, y)) };
	}, selector);
	if (!hit) {
		throw new Error("cannot be clicked: " + selector);
	}
	for (const type of ["mousePressed", "mouseReleased"]) {
		await send("Input.dispatchMouseEvent", { type, x, y, button: "left", clickCount });
	}
}

async function type(selector, text) {
	await click(selector, 3);
	await send("Input.insertText", { text });
}

async function capture() {
	const { data } = await send("Page.captureScreenshot", { format: "png" });
	writeFileSync(join(dirname(jar), "page.png"), Buffer.from(data, "base64"));
}

// ---- what a person sees

const look = () => inPage(() => {
	const text = (selector, within = document) => within.querySelector(selector).innerText;
	const card = (card) => [text("h2", card), {
		gauges: Object.fromEntries([...card.querySelectorAll("[data-gauge]")]
			.map((cell) => [cell.dataset.gauge, cell.innerText])),
		cells: card.querySelectorAll(".cells i[class]").length,
		failure: text(".failure", card)
	}];
	return {
		health: text("#health"), answer: text("#answer"), user: text("#username"),
		rate: Number(text("#rate")), failed: Number(text("#failed")), median: text("#p50"),
		events: [...document.querySelectorAll("#events li")].map((item) => item.innerText),
		pools: Object.fromEntries([...document.querySelectorAll("#pools .card")].map(card))
	};
});

const millis = (shown) => parseFloat(shown) * (shown.endsWith(" s") ? 1000 : 1);

/** The pools whose chart has an area in the color of idle connections. */
const charted = () => inPage(() => [...document.querySelectorAll("#pools .card")].filter((card) => {
	const canvas = card.querySelector("canvas");
	const idle = getComputedStyle(card.querySelector(".key.idle")).backgroundColor;
	const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
	let pixels = 0;
	for (let i = 0; i < data.length; i += 4) {
		pixels += (`rgb(${data[i]}, ${data[i + 1]}, ${data[i + 2]})` === idle) ? 1 : 0;
	}
	return pixels > 100;
}).map((card) => card.querySelector("h2").innerText));

async function gaugesAreTrue(url) {
	const { pools } = await look();
	const told = (await (await fetch(url + "actuator/connpool")).json()).pools;
	return isDeepStrictEqual(Object.keys(pools).sort(), POOLS) && POOLS.every((name) =>
		GAUGES.every((gauge) => pools[name].gauges[gauge] === String(told[name].connections[gauge]))
		&& told[name].connections.total > 0 && pools[name].cells === told[name].connections.total);
}

/** Presses a button that breaks the backend, and waits until the page tells the consequence. */
async function harm(fault, consequence, isShown) {
	const before = (await look()).events.length;
	faulty = true;
	await click(`[data-fault=${fault}]`);
	await until(`${fault} is reported: ${consequence}`, async () => {
		const page = await look();
		const news = page.events.slice(0, page.events.length - before);
		return news.some((event) => event.endsWith("you – " + fault)) && isShown(page, news.join("\n"));
	});
}

async function heals(fault) {
	await until(`${fault} is healed`, async () => {
		const { health, pools, rate, failed, median } = await look();
		return health === "health UP" && rate > 0 && failed === 0 && millis(median) < SLOW_MILLIS
			&& POOLS.every((name) => pools[name].cells > 0 && !pools[name].failure);
	});
	faulty = false;
	await inPage(() => document.getElementById("answer").textContent = "");
	await click("#profile button[value=reload]");
	await until("the profile can be read", async () => (await look()).answer.startsWith("reload: done"));
}

async function visit() {
	const app = start(java, "-XX:TieredStopAtLevel=1", "-Djava.io.tmpdir=" + directory, "-jar", jar,
			"--server.port=0", "--sample.database=" + join(directory, "users.db"));
	const browser = start(chromium, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
			"--disable-background-networking", "--disable-component-update", "--disable-sync",
			"--user-data-dir=" + join(directory, "profile"), "--remote-debugging-port=0", "about:blank");
	await connect(await portOf("Chromium", browser, /DevTools listening on ws:\/\/[^:]+:(\d+)/));
	const url = `http://${HOST}:${await portOf("the sample", app, /Tomcat started on port (\d+)/)}/`;
	await until("it is ready", async () => (await fetch(url + "actuator/health")).ok);

	await Promise.all(["Runtime", "Log", "Network", "Page"].map((domain) => send(domain + ".enable")));
	await send("Emulation.setDeviceMetricsOverride", { width: 1280, height: 1000, deviceScaleFactor: 1, mobile: false });
	await send("Page.navigate", { url });
	await until("the page watches", () => inPage(() => document.querySelectorAll("#events li").length > 0));
	await until("gauges of all pools are what the actuator tells", () => gaugesAreTrue(url));
	await until("charts of all pools are drawn", async () => isDeepStrictEqual((await charted()).sort(), POOLS));

	await type("#credentials [name=username]", "alice");
	await type("#credentials [name=password]", "wonderland");
	await click("#credentials button[value=login]");
	await until("alice is logged in", async () => (await look()).user === "alice");
	await click("#load");
	await until("load is shown", async () => (await look()).rate > 10);

	await harm("cut", "errors or closed connections", ({ failed }, news) => failed > 0 || /dead connection/.test(news));
	await heals("cut");
	await harm("delay", "a slow median", ({ median }) => millis(median) > SLOW_MILLIS);
	await click("[data-fault=restore]");
	await heals("delay");
	await harm("refuse", "down", ({ health, pools }, news) => health === "health DOWN"
		&& /failed opens in a row/.test(pools.login.failure) && /login – cannot open/.test(news));
	await click("[data-fault=restore]");
	await heals("refuse");

	const foreign = requested.filter(({ protocol, hostname }) => protocol !== "data:" && hostname !== HOST);
	expect(`all of ${requested.length} requests stay on ${HOST}`, requested.length > 10 && foreign.length === 0,
			foreign.join("\n"));
	expect("no error on the console", errors.length === 0, errors.join("\n"));
}

let interrupt;
const interrupted = new Promise((_, fail) => interrupt = (reason) => fail(new Error(reason)));
["SIGINT", "SIGTERM", "SIGHUP"].forEach((signal) => process.on(signal, interrupt));
setTimeout(interrupt, LIMIT_MILLIS, "not done within " + LIMIT_MILLIS + " ms");
try {
	await Promise.race([visit(), interrupted]);
}
catch (error) {
	process.exitCode = 1;
	console.error("FAILED: " + error.message);
	processes.forEach(({ spawnargs, output }) => console.error(`-- ${spawnargs[0]}:\n${output.slice(-3000)}`));
}
finally {
	await Promise.race([capture(), sleep(END_MILLIS)]).catch(({ message }) => console.error("no screenshot: " + message));
	await Promise.all(processes.map(end));
	rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
	process.exit();
}

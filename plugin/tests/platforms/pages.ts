/** The pages of tests/journeys/platform_pages, played in this test's document by the scripts that a browser runs. */
import meetPage from "../../../tests/journeys/platform_pages/meet.html?raw";
import zoomPage from "../../../tests/journeys/platform_pages/zoom.html?raw";
import teamsPage from "../../../tests/journeys/platform_pages/teams.html?raw";
import jitsiPage from "../../../tests/journeys/platform_pages/jitsi.html?raw";
import bigbluebuttonPage from "../../../tests/journeys/platform_pages/bigbluebutton.html?raw";
import roomPage from "../../../tests/journeys/platform_pages/room.html?raw";
import webrtcPage from "../../../tests/journeys/platform_pages/webrtc.html?raw";
import told from "../../../tests/journeys/platform_pages/cells.json" with { type: "json" };
import stageScript from "../../../tests/journeys/platform_pages/stage.js?raw";
import type { Adapter, Look, PlatformName } from "../../src/platforms/adapter.js";
import { bigbluebutton } from "../../src/platforms/bigbluebutton/index.js";
import { jitsi } from "../../src/platforms/jitsi/index.js";
import { meet } from "../../src/platforms/meet/index.js";
import { room } from "../../src/platforms/room/index.js";
import { teams } from "../../src/platforms/teams/index.js";
import { webrtc } from "../../src/platforms/webrtc/index.js";
import type { World } from "../../src/platforms/world.js";
import { zoom } from "../../src/platforms/zoom/index.js";

export const ADAPTERS: Record<PlatformName, Adapter> = { meet, zoom, teams, jitsi, bigbluebutton, room, webrtc };
export const PAGES: Record<PlatformName, string> = {
  meet: meetPage, zoom: zoomPage, teams: teamsPage, jitsi: jitsiPage, bigbluebutton: bigbluebuttonPage, room: roomPage, webrtc: webrtcPage,
};

export interface Cell {
  platform: PlatformName;
  signal: string;
  what: string;
  url?: string;
  play?: object;
  world?: Partial<World>;
  expect?: object;
  press?: string[];
  deeds?: string[];
  everyWay?: boolean;
  say?: string;
  address?: string | null;
}

export const { urls, cells } = told as unknown as { urls: Record<PlatformName, string>; cells: Cell[] };

export interface Stage {
  play(wish: object): void;
  change(wish: object): void;
  pressed: string[];
}

export const stage = window as unknown as Stage;

const scripts = new Map<PlatformName, string>();

export function load(platform: PlatformName): void {
  if (!scripts.has(platform)) {
    const page = PAGES[platform];
    scripts.set(platform, page.slice(page.lastIndexOf("<script>") + 8, page.lastIndexOf("</script>")));
    document.title = /<title>(.*?)<\/title>/.exec(page)?.[1] ?? "";
  }
  run(scripts.get(platform) ?? "");
}

function run(script: string): void {
  // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- our own page's script, as a browser would run it
  new Function("window", "document", "text", "button", `{${script}}`)(window, document, member("text"), member("button"));
}

function member(name: string): (...given: unknown[]) => unknown {
  return (...given) => (window as unknown as Record<string, (...given: unknown[]) => unknown>)[name]?.(...given);
}

run(stageScript.replace("addEventListener(\"DOM", "window.addEventListener(\"DOM"));

export const CALM: World = { calls: 1, heardAt: null, heardEver: false, microphone: null, camera: null, sharing: null, hangup: false, jitsi: null };

export function lookAt(cell: Pick<Cell, "platform" | "url" | "world">): Look {
  return { document, url: new URL(cell.url ?? urls[cell.platform]), now: { mono: 1000, wall: 1_790_000_000_000 }, world: cell.world ? { ...CALM, ...cell.world } : null };
}

/** The camera on real pictures: a card is read, and what is no card of this sitting ends in a sentence and another way. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Tablets } from "./browser.js";
import { cardText, film, strangeCode } from "./card.js";
import { Seat } from "./seat.js";
import { ABSENT, RealSitting } from "./server.js";

describe.skipIf(ABSENT !== null)("a card", () => {
  let sitting: RealSitting;
  const films = mkdtempSync(join(tmpdir(), "piaojue-films-"));

  beforeAll(async () => {
    sitting = await RealSitting.start(3);
  });

  afterAll(async () => {
    await sitting.end();
    rmSync(films, { recursive: true });
  });

  /** Someone before a tablet whose camera sees this; null: noise. `allowed`: whether the page may use it. */
  async function before(text: string | null, then: (seat: Seat) => Promise<void>, allowed = true): Promise<void> {
    const path = join(films, "camera.y4m");
    film(path, text);
    const tablets = await Tablets.launch(sitting.authority, ["--use-fake-device-for-media-stream", `--use-file-for-fake-video-capture=${path}`]);
    const prepare = allowed ? { prepare: (context: Seat["context"]) => context.grantPermissions(["camera"], { origin: sitting.origin }) } : {};
    const seat = await Seat.take(sitting, tablets, prepare);
    try {
      await seat.until("ways");
      await seat.tap("scan");
      await then(seat);
      expect(seat.wrong).toEqual([]);
    } finally {
      await tablets.close();
    }
  }

  const reads = async (seat: Seat, words: string): Promise<void> => {
    await seat.page.locator("body").filter({ hasText: words }).waitFor({ timeout: 40_000 });
  };

  test("of this sitting is read from the picture, and signs in", async () => {
    await before(cardText(sitting, 2), async (seat) => {
      await seat.until("identity");
      await reads(seat, "代表 2");
      await seat.tap("its-me");
      await seat.until("list");
    });
  });

  test("of another sitting is refused, and it is said why", async () => {
    await before(cardText(sitting, 2, "5a".repeat(32)), async (seat) => {
      await reads(seat, "这张卡不是本次会议的");
      // Not before the camera again, which would read the same card at once.
      expect(await seat.screen()).toBe("ways");
      await seat.tap("type");
      await seat.until("typed");
    });
  });

  test("that is none, such as a ballot's code, is refused, and it is said why", async () => {
    await before("A1".repeat(32), async (seat) => {
      await reads(seat, "这不是代表卡，请重试");
      expect(await seat.screen()).toBe("ways");
    });
  });

  test("that cannot be read: after a while it is said what helps, and there is another way", async () => {
    await before(null, async (seat) => {
      await reads(seat, "请把代表证上的二维码放进框里。");
      await reads(seat, "还没有读到。请靠近一点，擦净镜头，避开反光。也可以改为输入。");
      expect(await seat.screen()).toBe("scan");
      await seat.tap("type");
      await seat.until("typed");
    });
  });

  test("cannot be shown where the camera is refused: it is said, and the short code signs in", async () => {
    await before(
      cardText(sitting, 3),
      async (seat) => {
        await reads(seat, "镜头不能用。请改为输入编号和短码，或请工作人员帮助。");
        await seat.tap("ways");
        // Well-formed, and of no card of this sitting: another sitting's looks like this.
        await seat.showCard(3, strangeCode(3));
        await reads(seat, "这张卡不在名册中，请告诉工作人员");
        await seat.tap("ways");
        // A mistake in typing is told apart from it.
        await seat.showCard(3, sitting.code(3).replace(/.$/, (last) => (last === "0" ? "1" : "0")));
        await reads(seat, "代码有误，请对照卡片检查");
        await seat.tap("ways");
        await seat.signIn(3);
      },
      false,
    );
  });
});

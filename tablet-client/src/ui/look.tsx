/** 字号, 颜色, language: three buttons at the head of a page, each with what it is now. */
import type { JSX } from "preact";
import { nextLang } from "../lang/langs.js";
import { publicTexts } from "../lang/public/index.js";
import { Button } from "./button.js";
import { nextSize, nextTheme, type Preferences } from "./preferences.js";

export interface LookProps {
  readonly now: Preferences;
  readonly onChange: (next: Preferences) => void;
}

/** See [`LookProps`]. */
export function Look({ now, onChange }: LookProps): JSX.Element {
  const t = publicTexts(now.lang);
  const other = nextLang(now.lang);
  const { tag, languageName } = publicTexts(other);
  return (
    <div class="look" role="group" aria-label={t.look}>
      <Button action="size" onPress={() => { onChange({ ...now, size: nextSize(now.size) }); }}>
        {t.size(t.sizes[now.size])}
      </Button>
      <Button action="theme" onPress={() => { onChange({ ...now, theme: nextTheme(now.theme) }); }}>
        {t.theme(t.themes[now.theme])}
      </Button>
      <Button action="lang" onPress={() => { onChange({ ...now, lang: other }); }}>
        <span lang={tag}>{languageName}</span>
      </Button>
    </div>
  );
}

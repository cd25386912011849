/** The second device of 验票机. */

import { SittingFold } from "../follow/fold.js";
import { showFollowPage } from "../ui/follow-page.js";
import "../ui/theme.css";
import "../ui/document.css";
import "./check.css";
import { Check } from "./check.js";

const place = document.getElementById("app");
if (place !== null) {
  void showFollowPage(place, {
    title: (t) => t.check.title,
    begin: () => new SittingFold(),
    view: (watched, _, preferences, onPreferences) => <Check watched={watched} preferences={preferences} onPreferences={onPreferences} />,
  });
}

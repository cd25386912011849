/** The observer's page: follows the log, checks what a browser can, and shows it in plain words. */

import { showFollowPage } from "../ui/follow-page.js";
import "../ui/theme.css";
import "../ui/document.css";
import { Book } from "./book.js";
import "./log.css";
import { Observer } from "./observer.js";

const place = document.getElementById("app");
if (place !== null) {
  void showFollowPage(place, {
    title: (t) => t.observer.title,
    begin: () => new Book(),
    view: (watched, settings, preferences, onPreferences) => <Observer watched={watched} settings={settings} preferences={preferences} onPreferences={onPreferences} />,
  });
}

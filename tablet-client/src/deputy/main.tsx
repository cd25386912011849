import { render } from "preact";

const place = document.getElementById("app");
if (place !== null) {
  render(<h1>表决</h1>, place);
}

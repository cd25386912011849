import { render } from "preact";

const place = document.getElementById("app");
if (place !== null) {
  render(<h1>会场</h1>, place);
}

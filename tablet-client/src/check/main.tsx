import { render } from "preact";

const place = document.getElementById("app");
if (place !== null) {
  render(<h1>核对设备</h1>, place);
}

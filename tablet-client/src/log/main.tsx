import { render } from "preact";

const place = document.getElementById("app");
if (place !== null) {
  render(<h1>公开记录</h1>, place);
}

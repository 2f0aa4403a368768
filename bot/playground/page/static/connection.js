// The live connection; it comes back by itself, and every time it does the page starts from a new snapshot.

const PAUSES = [200, 500, 1000, 2000, 5000];

export class Connection {
  constructor(onChange, onStatus) {
    this.onChange = onChange;
    this.onStatus = onStatus;
    this.failures = 0;
    this.open();
  }

  open() {
    this.socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/page/live`);
    this.socket.addEventListener("message", (event) => this.onChange(JSON.parse(event.data)));
    this.socket.addEventListener("open", () => {
      this.failures = 0;
      this.onStatus("connected");
    });
    this.socket.addEventListener("close", () => {
      this.onStatus("disconnected");
      setTimeout(() => this.open(), PAUSES[Math.min(this.failures, PAUSES.length - 1)]);
      this.failures += 1;
    });
  }

  do(deed) {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(deed));
  }
}

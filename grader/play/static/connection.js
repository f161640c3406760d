// The line to `grader play`: says what is wanted, hands on what comes, and calls again when it is cut.

import { unpacked } from "./message.js";

const PAUSE = 1500; // milliseconds until it calls again

export class Connection {
  /** `on` has a function for each type of message, and `connected` and `lost`. */
  constructor(on) {
    this.on = on;
    this.given = false; // another window has the trainer, so this one does not call again by itself
    this.call();
  }

  call() {
    this.given = false;
    this.socket = new WebSocket(`ws://${location.host}/socket`);
    this.socket.binaryType = "arraybuffer";
    this.socket.onopen = () => this.on.connected();
    this.socket.onmessage = ({ data }) => this.receive(data);
    this.socket.onclose = () => {
      if (this.given) return;
      this.on.lost();
      setTimeout(() => this.call(), PAUSE);
    };
  }

  receive(data) {
    const message = typeof data === "string" ? JSON.parse(data) : unpacked(data);
    if (message.type === "problem" && message.kind === "busy") this.given = true;
    this.on[message.type]?.(message);
  }

  say(what, details = {}) {
    if (this.socket.readyState !== WebSocket.OPEN) return;
    this.socket.send(JSON.stringify({ do: what, ...details }));
  }
}

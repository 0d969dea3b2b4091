import { Desk } from "./desk.ts";
import type { Scene } from "./scene.ts";
import type { Transcript } from "./transcript.ts";

/** Runs a command and writes it down. */
export async function told(transcript: Transcript, scene: Scene, args: readonly string[], note?: string) {
  const ended = await scene.machine.run(args);
  transcript.command(args, ended, note);
  return ended;
}

/** A person's login on a terminal whose browser opens by itself, with what is answered before. */
export async function loginOnTerminal(
  transcript: Transcript,
  scene: Scene,
  args: readonly string[],
  answers: readonly string[],
) {
  const desk = await Desk.open();
  try {
    const terminal = scene.machine.terminal(args, desk.env);
    for (const answer of answers) {
      await terminal.says(/› $/);
      const from = terminal.text.length;
      terminal.enter(answer);
      await terminal.says(/\n/, from);
    }
    await terminal.says(/[?] .*\n(.*\n)*.*\/authorize\?(.*\n)+.*› $/);
    terminal.enter();
    await terminal.says(/Ctrl-C/);
    await scene.visitor().goThrough(await desk.opened());
    await transcript.session(args, terminal);
  } finally {
    await desk.close();
  }
}

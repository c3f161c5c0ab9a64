/** Where the key of a new library shall live, and what its owner does, as the person says it. */
import { words } from "../../words/en";

/** Shortest passphrase taken. */
const shortest = 8;

export class KeyChoice {
  kind = $state<"keyring" | "passphrase">("keyring");
  passphrase = $state("");
  again = $state("");
  /** What the person does: rules weigh differently in some professions. Empty when not said. */
  profession = $state("");
  /** Whether to say what is missing; not before the person tried. */
  tried = $state(false);

  /** What still stands in the way, if anything. */
  get complaint(): string | null {
    if (this.kind === "keyring") return null;
    if ([...this.passphrase].length < shortest) return words.key.tooShort;
    return this.passphrase === this.again ? null : words.key.different;
  }

  /** The passphrase to hand over; null stands for the keyring. */
  get answer(): string | null {
    return this.kind === "keyring" ? null : this.passphrase;
  }

  /** Keeps no passphrase longer than needed. */
  forget() {
    this.passphrase = "";
    this.again = "";
    this.tried = false;
  }
}

export const firstKey = new KeyChoice();

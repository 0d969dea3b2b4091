import { nearest } from "@tokenwell/core";
import type { CommonOptions } from "../context.ts";
import type { DrawOptions } from "../drawn-token.ts";
import { UsageError } from "../errors.ts";
import type { Form } from "../forms/form.ts";
import { formNames, forms, isFormName } from "../forms/forms.ts";

/** The options that only some forms take. */
export interface FormOptions {
  readonly user?: string;
  readonly allowHost?: readonly string[];
  readonly id?: boolean;
}

/** The options of `tokenwell token --as FORM`. */
export interface TokenAsOptions extends CommonOptions, DrawOptions, FormOptions {
  readonly as: string;
}

/** One call of the command: the form, and what the words after it choose. */
export interface FormCall {
  readonly form: Form;
  readonly name: string | undefined;
  /** Action that a protocol wants; `get` of any other form. */
  readonly action: string;
  readonly options: TokenAsOptions;
}

/**
 * Reads `[name]`, for a protocol `[name] <action>`, and the options.
 *
 * @throws {UsageError} if the command line is wrong
 */
export function readCall(words: readonly string[], options: TokenAsOptions): FormCall {
  const form = formOf(options.as);
  refuseFormOptions(options, form);
  if (options.json) throw new UsageError("excluded", { one: "--as", other: "--json" });
  if (options.id && !form.takesIdToken) throw ofForms("--id", ({ takesIdToken }) => takesIdToken);
  if (form.protocol === undefined) {
    if (words.length > 1) throw new UsageError("too_many_words", { command: "token" });
    return { form, name: words[0], action: "get", options };
  }
  const [name, action] = words.length === 1 ? [undefined, words[0]] : words;
  const { actions, ignoresOtherActions } = form.protocol;
  const isKnown = action !== undefined && actions.includes(action);
  if (action === undefined || !(isKnown || (ignoresOtherActions && name !== undefined)))
    throw new UsageError("form_needs_action", { form: options.as, actions: actions.join(", ") });
  return { form, name, action, options };
}

/**
 * Refuses options that the form, or `token` without one, does not take.
 *
 * @throws {UsageError} `option_of_forms`
 */
export function refuseFormOptions({ user, allowHost }: FormOptions, form?: Form): void {
  if (user !== undefined && form?.user === undefined) throw ofForms("--user", (one) => one.user);
  if (allowHost !== undefined && form?.protocol === undefined)
    throw ofForms("--allow-host", (one) => one.protocol);
}

function ofForms(option: string, takes: (form: Form) => unknown): UsageError {
  const names = formNames.filter((name) => takes(forms[name]) !== undefined);
  return new UsageError("option_of_forms", { option, forms: names.join(", ") });
}

function formOf(given: string): Form {
  if (isFormName(given)) return forms[given];
  const facts = { given, forms: formNames.join(", ") };
  const suggestion = nearest(given, formNames);
  if (suggestion === undefined) throw new UsageError("unknown_form", facts);
  throw new UsageError("unknown_form_did_you_mean", { ...facts, suggestion });
}

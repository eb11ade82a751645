// Passkeys: the browser's questions and answers as JSON, for forms that Django renders. Nothing is kept here.

type Wire = Record<string, unknown>;

/** base64url without padding → bytes. */
export function bytes(text: string): ArrayBuffer {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0)).buffer;
}

/** bytes → base64url without padding. */
export function text(given: ArrayBuffer): string {
  const plain = Array.from(new Uint8Array(given), (byte) => String.fromCharCode(byte)).join("");
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

interface WireDescriptor { id: string; type: "public-key"; transports?: AuthenticatorTransport[] }
interface WireCreation extends Omit<PublicKeyCredentialCreationOptions, "challenge" | "user" | "excludeCredentials"> {
  challenge: string; user: { id: string; name: string; displayName: string }; excludeCredentials?: WireDescriptor[];
}
interface WireRequest extends Omit<PublicKeyCredentialRequestOptions, "challenge" | "allowCredentials"> {
  challenge: string; allowCredentials?: WireDescriptor[];
}

const descriptors = (given: WireDescriptor[] | undefined): PublicKeyCredentialDescriptor[] =>
  (given ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

/** What the server asks for a new passkey, as `navigator.credentials.create` wants it. */
export function creation(asked: WireCreation): PublicKeyCredentialCreationOptions {
  return {
    ...asked,
    challenge: bytes(asked.challenge),
    user: { ...asked.user, id: bytes(asked.user.id) },
    excludeCredentials: descriptors(asked.excludeCredentials),
  };
}

/** What the server asks of a passkey, as `navigator.credentials.get` wants it. */
export function request(asked: WireRequest): PublicKeyCredentialRequestOptions {
  return {
    ...asked, challenge: bytes(asked.challenge), allowCredentials: descriptors(asked.allowCredentials),
  };
}

/** The browser's answer for the form: the fields that the server reads, and no others. */
export function answer(credential: PublicKeyCredential): Wire {
  const response = credential.response;
  const parts: Wire = { clientDataJSON: text(response.clientDataJSON) };
  if (response instanceof AuthenticatorAttestationResponse) parts["attestationObject"] = text(response.attestationObject);
  if (response instanceof AuthenticatorAssertionResponse) {
    parts["authenticatorData"] = text(response.authenticatorData);
    parts["signature"] = text(response.signature);
    if (response.userHandle) parts["userHandle"] = text(response.userHandle);
  }
  return {
    id: credential.id, rawId: text(credential.rawId), type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(), response: parts,
  };
}

interface Asked { creation_options?: { publicKey: WireCreation }; request_options?: { publicKey: WireRequest } }

async function asked(form: HTMLFormElement): Promise<Asked> {
  const url = form.dataset["optionsUrl"];
  if (!url) return JSON.parse(form.querySelector("#passkey-options")?.textContent ?? "{}") as Asked;
  const told = await fetch(url, { headers: { Accept: "application/json" }, redirect: "error" });
  if (!told.ok) throw new Error(`${String(told.status)} ${told.statusText}`);
  return (await told.json()) as Asked;
}

async function ceremony(form: HTMLFormElement): Promise<Credential | null> {
  const { creation_options, request_options } = await asked(form);
  if (creation_options) return navigator.credentials.create({ publicKey: creation(creation_options.publicKey) });
  if (request_options) return navigator.credentials.get({ publicKey: request(request_options.publicKey) });
  throw new Error("the page asks nothing of a passkey");
}

/** Sending the form asks the passkey first; what it answers goes along. */
export function watch(form: HTMLFormElement): void {
  const field = form.querySelector<HTMLInputElement>("[name=credential]");
  const told = form.querySelector<HTMLElement>("[data-told]");
  const button = form.querySelector<HTMLButtonElement>("button");
  if (!field || !button) return;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    button.disabled = true;
    if (told) told.textContent = "";
    ceremony(form).then((credential) => {
      if (!credential) throw new Error("no passkey answered");
      field.value = JSON.stringify(answer(credential as PublicKeyCredential));
      form.submit(); // without the event: the answer is in the form now
    }).catch(() => { // put off, timed out, none there: for a person all the same
      if (told) told.textContent = form.dataset["failed"] ?? "";
      button.disabled = false;
    });
  });
}

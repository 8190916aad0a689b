"use strict";

// Passkeys: a form with data-passkey asks the browser and fills in its field `credential`.
//   data-passkey="create"  data-options holds what the server asks of a new passkey
//   data-passkey="get"     data-options holds what the server asks of a known passkey
//   data-passkey="login"   the options come from the form's own address when the button is pressed
// The forms are hidden until this file runs: without scripts there is always another way.

const toBytes = (text) => {
  const base64 = text.replace(/-/g, "+").replace(/_/g, "/");
  return Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
};

const toText = (buffer) => {
  const binary = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
};

const withBytes = (list) => (list || []).map((each) => ({ ...each, id: toBytes(each.id) }));

const credentialAsObject = (credential) => {
  const given = credential.response;
  const response = { clientDataJSON: toText(given.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (given[name]) {
      response[name] = toText(given[name]);
    }
  }
  if (given.getTransports) {
    response.transports = given.getTransports();
  }
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
};

const createPasskey = async (form) => {
  const { publicKey } = JSON.parse(form.dataset.options);
  const alone = form.elements.namedItem("passwordless");
  const selection = { ...publicKey.authenticatorSelection };
  if (alone && alone.checked) {
    selection.residentKey = "required";
    selection.requireResidentKey = true;
    selection.userVerification = "required";
  }
  const credential = await navigator.credentials.create({
    publicKey: {
      ...publicKey,
      challenge: toBytes(publicKey.challenge),
      user: { ...publicKey.user, id: toBytes(publicKey.user.id) },
      excludeCredentials: withBytes(publicKey.excludeCredentials),
      authenticatorSelection: selection,
    },
  });
  return credentialAsObject(credential);
};

const usePasskey = async ({ publicKey }) => {
  const credential = await navigator.credentials.get({
    publicKey: {
      ...publicKey,
      challenge: toBytes(publicKey.challenge),
      allowCredentials: withBytes(publicKey.allowCredentials),
    },
  });
  return credentialAsObject(credential);
};

const askBrowser = async (form) => {
  if (form.dataset.passkey === "create") {
    return createPasskey(form);
  }
  if (form.dataset.passkey === "get") {
    return usePasskey(JSON.parse(form.dataset.options));
  }
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) {
    throw new Error(String(answer.status));
  }
  return usePasskey((await answer.json()).request_options);
};

const sayThatItFailed = (form) => {
  let place = form.querySelector("[role=alert]");
  if (!place) {
    place = document.createElement("div");
    place.className = "alert alert-danger";
    place.setAttribute("role", "alert");
    form.prepend(place);
  }
  place.textContent = "エラー：パスキーを使えませんでした。もう一度試すか、ほかの方法を選んでください。";
};

if (window.PublicKeyCredential) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    // In the capturing phase, before the form counts as sent.
    form.addEventListener(
      "submit",
      async (event) => {
        const field = form.elements.namedItem("credential");
        event.preventDefault();
        try {
          field.value = JSON.stringify(await askBrowser(form));
        } catch {
          sayThatItFailed(form);
          return;
        }
        form.submit(); // raises no further submit event
      },
      { capture: true },
    );
  }
}

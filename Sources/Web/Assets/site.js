"use strict";
// Every form works without this file. It keeps drafts while people type, and sends a form again when the line was lost.
// Nothing personal is kept on the device: what was typed lives in the page and on the server only.
(() => {
  const retryAfter = 15000;
  const offline = "No connection. Waymark will send this when you are back on line. Keep this page open.";
  const busy = "Too much was asked for at once. Waymark sends this again in a moment. Keep this page open.";
  const signedOut = "You have been signed out. What you typed stays on this page. Sign in again in another tab, then press the button again.";

  const post = (address, body, redirect, ms) =>
    fetch(address, { method: "POST", body, redirect, credentials: "same-origin", signal: AbortSignal.timeout(ms) });

  // The fields as a form would send them, without files and passwords.
  function rawFields(form) {
    const raw = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      const isSecret = form.elements.namedItem(name)?.type === "password";
      if (typeof value === "string" && !isSecret) raw.append(name, value);
    }
    return raw;
  }

  // One save at a time, a second after the last key, again while it fails.
  function keepDraft(form) {
    const address = form.dataset.draft;
    const state = form.querySelector("[data-draft-state]");
    let timer = 0, isDirty = false, isStopped = false, running = null, instead = null;

    function say(text, failed) {
      if (!state) return;
      state.classList.toggle("failed", failed === true);
      if (state.textContent !== text) state.textContent = text;
    }
    const hasFailed = () => state !== null && state.classList.contains("failed");
    function later(ms) {
      clearTimeout(timer);
      if (!isStopped) timer = setTimeout(save, ms);
    }
    function failed(text) {
      isDirty = true;
      if (isStopped) return;
      say(text + " What you typed stays on this page.", true);
      later(retryAfter);
    }
    function save() {
      clearTimeout(timer);
      timer = 0;
      if (running || isStopped || !isDirty) return;
      running = send().finally(() => {
        running = null;
        if (isDirty && !timer) later(1000);
      });
    }
    async function send() {
      isDirty = false;
      if (!hasFailed()) say("Saving draft…");
      let answer;
      try {
        const fields = rawFields(form);
        if (instead?.isPressed) fields.append("instead", "yes");
        answer = await post(address, fields, "manual", 20000);
      } catch {
        return failed("Not saved: no connection.");
      }
      const isElsewhere = answer.status === 409 && (answer.headers.get("content-type") || "").startsWith("text/plain");
      if (!isElsewhere) offerInstead(false);
      if (answer.ok) {
        tellUse();
        if (!isDirty) say("Draft saved " + new Date().toLocaleTimeString("en-GB", { timeStyle: "short" }));
      } else if (answer.type === "opaqueredirect" || answer.status === 401) {
        failed("Not saved: you have been signed out. Sign in again in another tab.");
      } else if (isElsewhere) {
        isDirty = true;
        say("Draft not saved. " + await answer.text() + " What you typed stays on this page.", true);
        offerInstead(true);
        // The other window may be done by then.
        later(instead?.isPressed ? 0 : retryAfter);
      } else if (answer.status === 409) {
        failed("Not saved: somebody else is signed in now.");
      } else {
        failed("Not saved: the service did not accept the draft.");
      }
    }
    // Another window holds another draft: which of them is kept, its writer says.
    function offerInstead(isOffered) {
      if (!isOffered || !state) return void (instead?.remove(), instead = null);
      if (instead) return;
      instead = document.createElement("button");
      instead.type = "button";
      instead.className = "button secondary";
      instead.textContent = "Keep this as the draft instead";
      instead.addEventListener("click", () => {
        instead.isPressed = true;
        save();
      });
      state.after(instead);
    }
    // While saving fails, its own pace and message stay.
    function typed() {
      isDirty = true;
      if (!hasFailed() || !timer) later(1000);
    }
    form.addEventListener("input", typed);
    form.addEventListener("change", typed);
    return {
      typed,
      online: save,
      // The page goes away: the last keys are sent with what the browser still grants.
      leave() {
        if (!isStopped && isDirty && form.isConnected) navigator.sendBeacon(address, rawFields(form));
      },
      // The form itself is on its way, and a draft arriving after it would come back to life.
      async stop() {
        isStopped = true;
        clearTimeout(timer);
        timer = 0;
        if (running) await running;
      },
      resume() {
        isStopped = false;
        if (isDirty) later(1000);
      },
    };
  }

  // The same body with the same `once` until an answer comes, so a second copy is harmless.
  function resend(form, draft) {
    let isSending = false, banner = null, wake = null;

    function show(text) {
      if (!banner) {
        banner = document.createElement("div");
        banner.className = "banner warning";
        banner.setAttribute("role", "alert");
        banner.append(document.createElement("p"));
      }
      if (!banner.isConnected) form.before(banner);
      if (banner.firstChild.textContent !== text) banner.firstChild.textContent = text;
      banner.scrollIntoView({ block: "nearest" });
    }
    const pause = (ms) => new Promise((go) => {
      const timer = setTimeout(go, ms);
      wake = () => { clearTimeout(timer); go(); };
    });
    function body(submitter) {
      const data = new FormData(form);
      if (submitter?.name) data.append(submitter.name, submitter.value);
      return form.getAttribute("enctype") === "multipart/form-data" ? data : new URLSearchParams(data);
    }
    async function deliver(address, data) {
      for (let wait = 3000; ; wait = Math.min(wait * 2, retryAfter)) {
        let seconds = 0;
        try {
          const answer = await post(address, data, "follow", 60000);
          // Of too many calls the server says for how long; of too many wrong tries it does not, and they are not tried again.
          seconds = answer.status === 429 ? Number(answer.headers.get("retry-after")) : 0;
          if (!seconds && ![502, 503, 504].includes(answer.status)) return answer;
        } catch { /* the line is down: wait and send again */ }
        form.inert = true;
        show(seconds ? busy : offline);
        await pause(seconds ? seconds * 1000 : wait);
      }
    }
    // The answer takes this page's place without being asked for again: a page that says "Saved" says it once.
    async function receive(answer) {
      const isPage = (answer.headers.get("content-type") || "").startsWith("text/html");
      if (answer.ok && !isPage) return location.assign(answer.url);
      const page = isPage ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
      if (answer.status === 401 || page?.querySelector("[data-sign-in]")) return show(signedOut);
      if (!answer.ok && ![400, 409, 422].includes(answer.status)) {
        const why = page?.querySelector("h1")?.textContent.trim() ?? "the service answered with an error";
        return show("Not saved: " + why + ". What you typed stays on this page.");
      }
      if (answer.redirected) history.pushState(null, "", answer.url);
      shown = here();
      document.title = page.title;
      document.body.replaceWith(document.adoptNode(page.body));
      scrollTo(0, 0);
      begin();
      // What was refused is not saved yet: it is a draft at least.
      if (!answer.ok) drafts.forEach((each) => each.typed());
      if (!focusErrors()) document.getElementById("main-column")?.focus();
    }
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (isSending) return;
      isSending = true;
      const submitter = event.submitter;
      const buttons = form.querySelectorAll("button");
      // getAttribute, since a button named "action" hides the property.
      const address = submitter?.getAttribute("formaction") ?? form.getAttribute("action");
      const data = body(submitter);
      buttons.forEach((button) => button.setAttribute("aria-disabled", "true"));
      try {
        if (draft) await draft.stop();
        await receive(await deliver(address, data));
      } catch {
        show("Not sent. What you typed stays on this page.");
      } finally {
        isSending = false;
        form.inert = false;
        buttons.forEach((button) => button.removeAttribute("aria-disabled"));
        if (form.isConnected && draft) draft.resume();
        if ([offline, busy].includes(banner?.firstChild.textContent)) banner.remove();
      }
    });
    return { online: () => wake?.() };
  }

  function focusErrors() {
    const errors = document.querySelector("[data-errors]");
    errors?.focus();
    return errors !== null;
  }

  // Beside every box for a day, a button that enters today: ten keys less, and no slashes to find on a phone.
  function offerToday() {
    const parts = { timeZone: "Europe/London", day: "numeric", month: "numeric", year: "numeric" };
    for (const box of document.querySelectorAll("input[data-day]")) {
      if (box.nextElementSibling?.classList.contains("today")) continue;
      const press = document.createElement("button"), more = document.createElement("span");
      press.type = "button";
      press.className = "today";
      press.append("Today", more);
      more.className = "visually-hidden";
      more.textContent = ": " + (box.labels[0]?.textContent ?? "");
      press.addEventListener("click", () => {
        box.value = new Intl.DateTimeFormat("en-GB", parts).format(new Date());
        box.dispatchEvent(new Event("input", { bubbles: true }));
      });
      box.after(press);
    }
  }

  // Shortly before the sign-in ends the page says when, with a button that goes on. Other tabs of the site are told of each use, for they
  // share the sign-in; nothing is kept for it.
  const tabs = "BroadcastChannel" in window ? new BroadcastChannel("sign-in") : null;
  let ending = null;
  function watchEnding() {
    clearTimeout(ending?.timer);
    const notice = document.querySelector("[data-ending]");
    if (!notice) return void (ending = null);
    const [idle, longest, warning] = notice.dataset.ending.split(" ").map(Number);
    cover(false);
    ending = { notice, who: notice.dataset.who, whole: idle, warning: warning * 1000, idle: 0, longest: 0, timer: 0 };
    used(idle, longest);
    const form = notice.querySelector("form");
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      try {
        const answer = await post(form.getAttribute("action"), null, "manual", 20000);
        if (!answer.ok) return ended();
        const [idle, longest] = (await answer.text()).split(" ").map(Number);
        used(idle, longest);
      } catch {
        notice.querySelector("[data-ending-words]").textContent = "No connection. Try again before then.";
      }
    });
  }
  // A draft that was kept was a use: all of the time for want of use is left again. Under the cover it may be somebody else's by now.
  function tellUse() {
    if (ending && !title) used(ending.whole, (ending.longest - Date.now()) / 1000);
  }
  // Seconds left, as the server says or another tab heard it say.
  function used(idle, longest, isTold = false) {
    if (!ending) return;
    ending.idle = Math.max(isTold ? ending.idle : 0, Date.now() + idle * 1000);
    ending.longest = Date.now() + longest * 1000;
    if (!isTold) tabs?.postMessage([ending.who, idle, longest]);
    say();
  }
  function say() {
    clearTimeout(ending.timer);
    const end = Math.min(ending.idle, ending.longest), left = end - Date.now();
    if (left <= 0) return ended();
    cover(false);
    ending.notice.hidden = left > ending.warning;
    if (left > ending.warning) return void (ending.timer = setTimeout(say, Math.min(left - ending.warning, 600000)));
    const at = new Date(end).toLocaleTimeString("en-GB", { timeStyle: "short", timeZone: "Europe/London" });
    const isLongest = ending.longest <= ending.idle;
    ending.notice.querySelector("form").hidden = isLongest;
    ending.notice.querySelector("[data-ending-words]").textContent = isLongest
      ? `You have been signed in for as long as a sign-in may last. At ${at} you sign in again. What you typed is kept.`
      : `At ${at} you will be signed out, unless you go on. What you typed is kept.`;
    ending.timer = setTimeout(say, left);
  }
  function ended() {
    clearTimeout(ending.timer);
    ending.notice.hidden = false;
    ending.notice.querySelector("form").hidden = true;
    ending.notice.querySelector("[data-ending-words]").textContent = tabs
      ? "You have been signed out and the page is covered. What you typed is kept under it: once you are signed in again it shows."
      : signedOut;
    cover(tabs !== null);
  }
  // A child's file does not stay in sight once nobody is signed in. What was typed stays under the cover, which only another tab of the same
  // person lifts: where tabs cannot tell each other there is none.
  let title = "";
  function cover(isCovered) {
    if (document.documentElement.classList.toggle("covered", isCovered) === (title !== "")) return;
    [title, document.title] = isCovered ? [document.title, "Signed out – Waymark"] : ["", title];
    if (ending) ending.notice.querySelector("[data-ending-again]").hidden = !isCovered;
  }
  tabs?.addEventListener("message", (event) => {
    const [who, idle, longest] = event.data;
    if (who === ending?.who) used(idle, longest, true);
  });

  const here = () => location.pathname + location.search;
  let drafts = [], sends = [], shown = here();
  function begin() {
    drafts.forEach((draft) => draft.stop());
    drafts = [];
    sends = [];
    offerToday();
    watchEnding();
    for (const form of document.querySelectorAll("form")) {
      const draft = form.dataset.draft ? keepDraft(form) : null;
      if (draft) drafts.push(draft);
      if ("resend" in form.dataset) sends.push(resend(form, draft));
      else if (draft) form.addEventListener("submit", () => draft.stop());
    }
  }
  addEventListener("online", () => [...drafts, ...sends].forEach((each) => each.online()));
  addEventListener("pagehide", () => drafts.forEach((draft) => draft.leave()));
  addEventListener("pageshow", (event) => event.persisted && drafts.forEach((draft) => draft.resume()));
  // Also told of a leap within the page, which must not cost what was typed.
  addEventListener("popstate", () => here() === shown || location.reload());
  begin();
  focusErrors();
})();

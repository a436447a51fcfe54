// Whether the browser offers to install the page as an app. It says so once, early; settings ask later.

export const installation = { offer: null };

addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  installation.offer = event;
});
addEventListener("appinstalled", () => (installation.offer = null));

/**
 * Runs before all the rest: most pages need everything there is, and the master has half of it ready by the time the
 * browser has read the program.
 */
const light = ['', 'events', 'masters'];
const [page = ''] = location.hash.replace(/^#\/?/, '').split(/[/?]/);

window.early = { light, everything: light.includes(page) ? null : fetch('/dashboard/snapshot?followed') };

/**
 * The page's document for code that writes style sheets and style attributes, which the page's policy forbids: what it
 * writes goes to the same places by ways that the policy allows.
 */

/** Stands for a style element, which would be refused even while it is empty. */
function styleElement(): HTMLElement {
  const element = document.createElement('template');
  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets.push(sheet);
  Object.defineProperty(element, 'textContent', { set: (css: string) => sheet.replaceSync(css) });
  const remove = element.remove.bind(element);
  element.remove = () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
    remove();
  };
  return element;
}

function styledByProperty(element: HTMLElement): void {
  const set = element.setAttribute.bind(element);
  element.setAttribute = (name, value) => {
    if (name === 'style') element.style.cssText = value;
    else set(name, value);
  };
}

function createElement(name: string): HTMLElement {
  if (name === 'style') return styleElement();
  const element = document.createElement(name);
  styledByProperty(element);
  return element;
}

export const strictDocument = new Proxy(document, {
  get(target, name) {
    if (name === 'createElement') return createElement;
    const value: unknown = Reflect.get(target, name, target);
    return typeof value === 'function' ? (value.bind(target) as unknown) : value;
  },
});

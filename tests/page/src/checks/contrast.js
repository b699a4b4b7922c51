(() => {
  const parts = (color) => color.match(/[\d.]+/g).map(Number);
  const channel = (value) => (value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  const luminance = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const over = ([r, g, b, a = 1], below) => [r, g, b].map((value, i) => value * a + below[i] * (1 - a));
  const ground = (node) => {
    if (!node) return [255, 255, 255];
    const own = parts(getComputedStyle(node).backgroundColor);
    return own[3] === 0 ? ground(node.parentElement) : over(own, ground(node.parentElement));
  };
  const ratio = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  const texts = () => {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const { data, parentElement: node } = walker.currentNode;
      const shown = data.trim() && node.checkVisibility() && !node.closest(".unseen, script, style, button:disabled");
      if (shown) found.push([data.trim(), node]);
    }
    return found;
  };
  return {
    tones: () => [luminance(ground(document.body)), luminance(parts(getComputedStyle(document.body).color))],
    faint: () => texts().flatMap(([text, node]) => {
      const below = ground(node);
      const found = ratio(luminance(below), luminance(over(parts(getComputedStyle(node).color), below)));
      return found < 4.5 ? [`${text.slice(0, 30)}: ${found.toFixed(2)}`] : [];
    }),
  };
})()

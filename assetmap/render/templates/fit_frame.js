// The frame around a map is made as high as what stands in it, so that nothing is cut off. A stranger's frame scrolls.
(() => {
  const frame = window.frameElement, whole = document.documentElement;
  if (!frame) return;
  new ResizeObserver(() => { frame.style.height = Math.ceil(whole.getBoundingClientRect().height) + "px"; }).observe(whole);
})();

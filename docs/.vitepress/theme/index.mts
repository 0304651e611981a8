import { h } from 'vue';
import type { Theme } from 'vitepress';
import theme from 'vitepress/theme-without-fonts';
import inspector from '../../inspector.png';
import './style.css';

const picture = () =>
  h('img', {
    class: 'hero-picture',
    src: inspector,
    alt: 'A session in the inspector: what the viewer saw, every call, and the report',
  });

export default {
  extends: theme,
  Layout: () => h(theme.Layout, null, { 'home-hero-image': picture }),
} satisfies Theme;

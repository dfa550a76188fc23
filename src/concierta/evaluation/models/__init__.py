"""What the Mesa watches and looks back on: risks, and its reviews of projects."""
